import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { type Role, roles } from '#contract/permissions.ts'
import type { DirectoryPerson } from '#contract/session/people-calls.ts'
import { usePeople } from '#queries/directory/people.ts'
import { UnreadableNotice } from '#table/address/unreadable-notice.tsx'
import { Badge } from '#ui/badge.tsx'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { FormField } from '#ui/form-field.tsx'
import { Muted } from '#ui/muted.tsx'
import { Paged } from '../parts/paged.tsx'
import { useUnreadableChoice } from '../parts/unreadable-choice.ts'
import { AddPersonDialog } from './add-person-dialog.tsx'
import { importPath, personPath } from './address.ts'
import { nameOf, signInWords } from './people-words.ts'
import styles from './people.module.css'

/** Everybody in the directory; what is looked for stands in the address. */
export function PeopleList({ mayChange }: { readonly mayChange: boolean }) {
  const [address, setAddress] = useSearchParams()
  const search = address.get('search') ?? ''
  const role = roles.find((each) => each === address.get('role')) ?? ''
  const { unreadable, drop } = useUnreadableChoice('role', 'Role', roles)
  const [isAdding, setAdding] = useState(false)
  const reading = usePeople(search, role)
  const look = (next: { search?: string; role?: string }) => {
    const wanted = Object.entries({ search, role, ...next }).filter(([, text]) => text !== '')
    setAddress(Object.fromEntries(wanted), { replace: true })
  }
  return (
    <>
      <Search search={search} role={role} onLook={look} />
      {mayChange && (
        <ButtonRow>
          <Button look="primary" onClick={() => setAdding(true)}>
            Add a person …
          </Button>
          <Link to={importPath}>Import a directory file</Link>
        </ButtonRow>
      )}
      {unreadable.length > 0 ? (
        <UnreadableNotice unreadable={unreadable} onDrop={drop} />
      ) : (
        <People reading={reading} isSearched={search !== '' || role !== ''} />
      )}
      {isAdding && <AddPersonDialog onClose={() => setAdding(false)} />}
    </>
  )
}

type PeopleProps = {
  readonly reading: ReturnType<typeof usePeople>
  /** Whether only some are asked for. */
  readonly isSearched: boolean
}

function People({ reading, isSearched }: PeopleProps) {
  const empty = (
    <EmptyState title="Nobody">
      {isSearched
        ? 'Nobody is like that. Look for a part of a name, an email or an id.'
        : 'There is nobody yet.'}
    </EmptyState>
  )
  return (
    <Paged reading={reading} rowsName="the people" empty={empty}>
      {(people) => (
        <ul className={styles.list} aria-label="People">
          {people.map((person) => (
            <PersonLine key={`${person.user_type}/${person.id}`} person={person} />
          ))}
        </ul>
      )}
    </Paged>
  )
}

type SearchProps = {
  readonly search: string
  readonly role: Role | ''
  readonly onLook: (next: { search?: string; role?: string }) => void
}

function Search({ search, role, onLook }: SearchProps) {
  const [text, setText] = useState(search)
  return (
    <search aria-label="People">
      <form
        className={styles.search}
        onSubmit={(event) => {
          event.preventDefault()
          onLook({ search: text.trim() })
        }}
      >
        <FormField label="Name, email or id">
          {(wiring) => (
            <input
              {...wiring}
              type="search"
              autoComplete="off"
              maxLength={200}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </FormField>
        <FormField label="Role">
          {(wiring) => (
            <select
              {...wiring}
              value={role}
              onChange={(event) => onLook({ search: text.trim(), role: event.target.value })}
            >
              <option value="">Any</option>
              {roles.map((each) => (
                <option key={each}>{each}</option>
              ))}
            </select>
          )}
        </FormField>
        <Button type="submit">Search</Button>
      </form>
    </search>
  )
}

function PersonLine({ person }: { readonly person: DirectoryPerson }) {
  const { email, id, user_type, demo, deactivated_at } = person
  return (
    <li className={styles.person}>
      <Link to={personPath(person)}>
        <Foreign text={nameOf(person)} />
      </Link>
      <Muted isSmall>
        <Foreign text={email || `${user_type} ${id}`} />
      </Muted>
      <span>{person.roles.length > 0 ? person.roles.join(', ') : <Muted>no role</Muted>}</span>
      <Muted isSmall>{signInWords(person)}</Muted>
      {deactivated_at !== null && (
        <Badge tone="neutral" icon="ban">
          Deactivated
        </Badge>
      )}
      {demo && (
        <Badge tone="neutral" icon="info">
          Demo
        </Badge>
      )}
    </li>
  )
}
