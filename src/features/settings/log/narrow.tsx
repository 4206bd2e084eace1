import { useState } from 'react'
import { Link } from 'react-router'
import type { UserKey } from '#contract/people.ts'
import { type LogFilter, usePerson } from '#queries/directory/people.ts'
import { Button } from '#ui/button.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { FormField } from '#ui/form-field.tsx'
import { personPath } from '../people/address.ts'
import { nameOf } from '../people/people-words.ts'
import { actionWords, knownActions } from './log-words.ts'
import styles from './log.module.css'

type Props = { readonly filter: LogFilter; readonly onLook: (next: Partial<LogFilter>) => void }

/** The kind, the reference and the person to which the log is narrowed. */
export function NarrowLog({ filter, onLook }: Props) {
  const { action, user_type, id, reference } = filter
  const [text, setText] = useState(reference)
  return (
    <search aria-label="Account log">
      <form
        className={styles.search}
        onSubmit={(event) => {
          event.preventDefault()
          onLook({ reference: text.trim() })
        }}
      >
        <FormField label="What">
          {(wiring) => (
            <select
              {...wiring}
              value={knownActions.includes(action) ? action : ''}
              onChange={({ target: { value } }) => onLook({ action: value, reference: text.trim() })}
            >
              <option value="">Everything</option>
              {knownActions.map((each) => (
                <option key={each} value={each}>
                  {actionWords(each)}
                </option>
              ))}
            </select>
          )}
        </FormField>
        <FormField label="Reference">
          {(wiring) => (
            <input
              {...wiring}
              type="search"
              autoComplete="off"
              maxLength={16}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </FormField>
        <Button type="submit">Search</Button>
      </form>
      {user_type !== '' && id !== '' && (
        <p className={styles.person}>
          <span>
            Of <PersonLink person={{ user_type, id }} /> alone: what was done to their account, and by them.
          </span>
          <Button onClick={() => onLook({ user_type: '', id: '' })}>Show everybody’s</Button>
        </p>
      )}
    </search>
  )
}

/** A person by their name, once that is known, or else by their id. */
function PersonLink({ person }: { readonly person: UserKey }) {
  const { value } = usePerson(person)
  return (
    <Link to={personPath(person)}>
      <Foreign text={value ? nameOf(value) : person.id} />
    </Link>
  )
}
