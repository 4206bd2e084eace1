import { type KeyboardEvent, useId, useState } from 'react'
import { findsPeople, sameUser, type WorkflowUser } from '#contract/people.ts'
import { usePeopleSearch } from '#queries/reviews/people-search.ts'
import { autofocus } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import styles from './row-action.module.css'
import { personKey, personText } from '../parts/person-text.ts'
import { recentReviewers } from '../parts/recent-reviewers.ts'

type Props = {
  /** Who is chosen already and is not offered again. */
  readonly without: readonly WorkflowUser[]
  readonly onPick: (person: WorkflowUser) => void
}

const maxShown = 8
const tooShort = 'Type at least three letters.'

/** Finds people by a part of their name or email; before anything is typed it offers those picked lately. */
export function PeoplePicker({ without, onPick }: Props) {
  const id = useId()
  const [text, setText] = useState('')
  const [recents] = useState(recentReviewers)
  const { value, failure } = usePeopleSearch(text)
  const searching = text.trim() !== ''
  const enough = findsPeople(text)
  const offered = (searching ? (enough ? value : []) : recents)?.filter(
    (one) => !without.some((two) => sameUser(one, two)),
  )
  const shown = offered?.slice(0, maxShown) ?? []
  const pick = (person: WorkflowUser) => {
    onPick(person)
    setText('')
    document.getElementById(id)?.focus()
  }
  return (
    <div data-picker className={styles.field}>
      <label htmlFor={id}>Find people</label>
      <input
        ref={autofocus}
        id={id}
        type="search"
        autoComplete="off"
        placeholder="Name or email"
        aria-describedby={`${id}-found`}
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => {
          step(event)
          if (event.key !== 'Enter') return
          event.preventDefault()
          if (searching && shown.length === 1 && shown[0]) pick(shown[0])
        }}
      />
      <output id={`${id}-found`} className={failure ? styles.error : styles.hint}>
        {failure?.message ?? (searching && !enough ? tooShort : foundText(searching, offered?.length))}
      </output>
      <div className={styles.people}>
        {shown.map((person) => (
          <Button key={personKey(person)} look="quiet" onKeyDown={step} onClick={() => pick(person)}>
            {personText(person)}
          </Button>
        ))}
      </div>
    </div>
  )
}

function foundText(searching: boolean, found: number | undefined): string {
  if (!searching) return found ? 'Picked lately:' : ''
  if (found === undefined) return 'Searching …'
  if (found === 0) return 'Nobody else is found who can be a reviewer.'
  if (found > maxShown) return `${found} people found; the first ${maxShown} are shown.`
  return found === 1 ? '1 person found; press Enter to add.' : `${found} people found.`
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
