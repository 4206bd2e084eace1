import { useLocation } from 'react-router'
import { EmptyState } from '#ui/empty-state.tsx'
import { ImportPage } from './import/page.tsx'
import type { SettingsPageProps } from '../parts/page-props.ts'
import { readPeoplePath } from './address.ts'
import { PeopleList } from './list.tsx'
import { PersonPage } from './person.tsx'

/** People: their list, one of them, or a directory file, by the address. */
export function PeoplePage(props: SettingsPageProps) {
  const place = readPeoplePath(useLocation().pathname)
  const mayChange = props.session.actor.roles.includes('admin')
  if (place === 'list') return <PeopleList mayChange={mayChange} />
  if (place === 'import' && mayChange) return <ImportPage />
  if (place === 'import')
    return (
      <EmptyState title="This page is not for your account">
        Admins import directory files. If one is to be imported, ask one of them.
      </EmptyState>
    )
  if (typeof place === 'object')
    return (
      <PersonPage key={`${place.user_type}/${place.id}`} person={place} mayChange={mayChange} {...props} />
    )
  return <EmptyState title="There is no such page">The list of people has those that there are.</EmptyState>
}
