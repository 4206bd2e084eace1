import { useState } from 'react'
import { findsPeople, sameUser, type WorkflowUser } from '#contract/people.ts'
import { usePeopleSearch } from '#queries/reviews/people-search.ts'
import type { Leaving } from '#queries/reviews/standing.ts'
import { Button, IconButton } from '#ui/button.tsx'
import { FormField } from './form-field.tsx'
import styles from './form.module.css'
import { personText } from '../parts/person-text.ts'

type Props = {
  readonly label: string
  readonly hint: string
  readonly error: string | undefined
  readonly people: readonly WorkflowUser[]
  /** Those of them who may not review any more, who are marked. */
  readonly leaving?: readonly Leaving[]
  readonly onChange: (people: readonly WorkflowUser[]) => void
}

/** People, found by a part of their name or email and added one by one. */
export function PeopleField({ label, hint, error, people, leaving, onChange }: Props) {
  const [text, setText] = useState('')
  const search = text.trim()
  const { value, failure } = usePeopleSearch(search)
  const enough = findsPeople(search)
  const found = enough ? value?.filter((one) => !people.some((known) => sameUser(known, one))) : []
  const add = (person: WorkflowUser) => {
    onChange([...people, person])
    setText('')
  }
  return (
    <fieldset className={styles.people}>
      <legend>{label}</legend>
      {people.length > 0 && (
        <ul className={styles.chosen}>
          {people.map((person) => (
            <li key={`${person.user_type} ${person.id}`}>
              {personText(person)}
              <Why leaving={leaving?.find((one) => one.person === person)} />
              <IconButton
                icon="close"
                label={`Remove ${personText(person)}`}
                onClick={() => onChange(people.filter((one) => one !== person))}
              />
            </li>
          ))}
        </ul>
      )}
      <FormField label="Find people" hint={hint} error={error ?? failure?.message}>
        {(wiring) => (
          <input
            {...wiring}
            type="search"
            autoComplete="off"
            placeholder="Name or email"
            value={text}
            onChange={({ target }) => setText(target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return
              // Enter takes the only one there is, and never sends a form that is half filled in.
              event.preventDefault()
              if (found?.length === 1 && found[0]) add(found[0])
            }}
          />
        )}
      </FormField>
      <output className={styles.hint}>
        {search !== '' && !failure && (enough ? foundText(found?.length) : 'Type at least three letters.')}
      </output>
      {found && found.length > 0 && (
        <ul className={styles.found}>
          {found.slice(0, maxShown).map((person) => (
            <li key={`${person.user_type} ${person.id}`}>
              <Button look="quiet" onClick={() => add(person)}>
                Add {personText(person)}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </fieldset>
  )
}

const maxShown = 8

function foundText(found: number | undefined): string {
  if (found === undefined) return 'Searching …'
  if (found === 0) return 'Nobody else is found who can be a reviewer.'
  if (found > maxShown) return `${found} people found; the first ${maxShown} are shown.`
  return found === 1 ? '1 person found; press Enter to add.' : `${found} people found.`
}

function Why({ leaving }: { readonly leaving: Leaving | undefined }) {
  return leaving && <span className={styles.error}>{leaving.why}</span>
}
