import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { findsPeople, sameUser, type WorkflowUser } from '#contract/people.ts'
import { usePeopleSearch } from '#queries/reviews/people-search.ts'
import { autofocus } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import { FormField } from '#ui/form-field.tsx'
import { Hint } from '#ui/hint.tsx'
import { VisuallyHidden } from '#ui/visually-hidden.tsx'
import styles from './people-picker.module.css'
import { personKey, personText } from './person-text.ts'
import { recentReviewers } from './recent-reviewers.ts'

type Props = {
  /** Who is chosen already and is not offered again. */
  readonly without: readonly WorkflowUser[]
  readonly hint?: string | undefined
  /** What is wrong with those who are chosen. */
  readonly error?: string | undefined
  /** Whether it has the focus as its window opens. */
  readonly isFirst?: boolean
  readonly onPick: (person: WorkflowUser) => void
}

const maxShown = 8
const tooShort = 'Type at least three letters.'

/**
 * Finds people by a part of their name or email; before anything is typed it offers those picked lately, from when it has
 * the focus for the first time. Arrow keys lead from the text to the people and back, Enter takes the only one there is.
 */
export function PeoplePicker({ without, hint, error, isFirst = false, onPick }: Props) {
  const id = useId()
  const [text, setText] = useState('')
  const [offersRecent, setOffersRecent] = useState(isFirst)
  const field = useRef<HTMLInputElement>(null)
  const { offered, isCurrent, message, failed } = useOffered(text, without, offersRecent)
  const shown = offered?.slice(0, maxShown) ?? []
  const pick = (person: WorkflowUser) => {
    onPick(person)
    setText('')
    field.current?.focus()
  }
  return (
    <div data-picker className={styles.picker}>
      <FormField label="Find people" hint={hint} error={error}>
        {(wiring) => (
          <input
            {...wiring}
            ref={(element) => {
              field.current = element
              if (isFirst) autofocus(element)
            }}
            type="search"
            autoComplete="off"
            placeholder="Name or email"
            aria-describedby={[wiring['aria-describedby'], id].filter(Boolean).join(' ')}
            value={text}
            onFocus={() => setOffersRecent(true)}
            onChange={({ target }) => setText(target.value)}
            onKeyDown={(event) => {
              step(event)
              if (event.key !== 'Enter') return
              // It never sends a form that is half filled in.
              event.preventDefault()
              if (isCurrent && shown.length === 1 && shown[0]) pick(shown[0])
            }}
          />
        )}
      </FormField>
      <Hint as="output" id={id} isWrong={failed}>
        {message}
      </Hint>
      {shown.length > 0 && (
        <ul className={styles.people}>
          {shown.map((person) => (
            <li key={personKey(person)}>
              <Button look="quiet" onKeyDown={step} onClick={() => pick(person)}>
                <VisuallyHidden>Add </VisuallyHidden>
                {personText(person)}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** Whom it offers, and what it says of that. */
function useOffered(text: string, without: readonly WorkflowUser[], offersRecent: boolean) {
  const [recents] = useState(recentReviewers)
  const { value, failure } = usePeopleSearch(text)
  const isSearching = text.trim() !== ''
  const isCurrent = isSearching && value?.search === text.trim()
  const people = isSearching ? (findsPeople(text) ? value?.people : []) : offersRecent ? recents : []
  const offered = people?.filter((person) => !without.some((chosen) => sameUser(person, chosen)))
  const isTooShort = isSearching && !findsPeople(text)
  return {
    offered,
    /** Whether they were found for this very text: those found for an earlier one stand there until then. */
    isCurrent,
    failed: failure !== undefined,
    message:
      failure?.message ??
      (isTooShort
        ? tooShort
        : foundText(isSearching, isSearching && !isCurrent ? undefined : offered?.length)),
  }
}

function foundText(isSearching: boolean, count: number | undefined): string {
  if (!isSearching) return count ? 'Picked lately:' : ''
  if (count === undefined) return 'Searching …'
  if (count === 0) return 'Nobody else is found who can be a reviewer.'
  if (count > maxShown) return `${count} people found; the first ${maxShown} are shown.`
  return count === 1 ? '1 person found; press Enter to add.' : `${count} people found.`
}

/** Down and up lead from the text to the people found and back. */
function step(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const picker = event.currentTarget.closest('[data-picker]')
  const stops = [...(picker?.querySelectorAll<HTMLElement>('input, button') ?? [])]
  const at = stops.findIndex((stop) => stop === document.activeElement)
  const next = stops[at + (event.key === 'ArrowDown' ? 1 : -1)]
  if (at < 0 || !next) return
  event.preventDefault()
  next.focus()
}
