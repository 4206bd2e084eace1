import { EmptyState } from '#ui/empty-state.tsx'
import type { SettingsPageProps } from '../parts/page-props.ts'

/** The sessions of the reader. */
export function SessionsPage({ session }: SettingsPageProps) {
  return (
    <EmptyState title="Nothing here yet">The sessions of {session.actor.name} will stand here.</EmptyState>
  )
}
