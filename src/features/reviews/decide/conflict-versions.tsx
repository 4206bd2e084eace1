import type { ReactNode } from 'react'
import type { HistoryEntry } from '#contract/reviews/result.ts'
import { written } from '#contract/text.ts'
import type { Current } from '#decisions/conflict.ts'
import type { RowChange } from '#decisions/row-change.ts'
import { Badge } from '#ui/badge.tsx'
import { decisionLook } from '../parts/decision-presentation.ts'
import styles from './conflict-versions.module.css'
import { historyWords } from '../parts/history-words.ts'
import { useReview } from '../state/review-provider.ts'
import { personName } from '../parts/people/person-text.ts'
import { minuteText } from '#ui/clock-text.ts'
import { Foreign } from '#ui/foreign.tsx'
import { Hint } from '#ui/hint.tsx'

/** Both, side by side where there is room. */
export function Versions({ children }: { readonly children: ReactNode }) {
  return <div className={styles.versions}>{children}</div>
}

type TheirProps = { readonly current: Current; readonly mine: RowChange; readonly isOwn: boolean }

/** The row as a colleague (or the reader, elsewhere) has left it, and what was done to it since the reader saw it. */
export function TheirVersion({ current: { value, entries }, mine, isOwn }: TheirProps) {
  const { zone } = useReview()
  const by = isOwn
    ? 'You, in another window'
    : value.updated_by
      ? personName(value.updated_by)
      : 'A colleague'
  const at = value.updated_at ? minuteText(value.updated_at, zone) : ''
  return (
    <section className={styles.version} aria-label={isOwn ? 'The other version' : 'Theirs'}>
      <h3>
        <Foreign text={by} />
        {at && `, ${at}`}
      </h3>
      <Decision name={value.decision} />
      <Note text={value.notes} />
      {value.signed_off_state === 'SIGNED_OFF' && <p>Signed off</p>}
      {mine.reviewers && <p>Reviewers: {value.reviewers.map(personName).join(', ') || 'nobody'}</p>}
      {entries.length > 1 && (
        <ul className={styles.entries}>
          {entries.map((entry) => (
            <li key={entry.seq}>{entryText(entry, zone)}</li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** What the reader was about to make of the row. */
export function MyVersion({ mine }: { readonly mine: RowChange }) {
  const { decision, notes, reviewers, signed_off_state } = mine
  return (
    <section className={styles.version} aria-label="Mine">
      <h3>You, not saved</h3>
      {decision !== undefined && <Decision name={decision} />}
      {(notes !== undefined || decision !== undefined) && <Note text={notes ?? ''} />}
      {signed_off_state !== undefined && <p>Sign off</p>}
      {reviewers && <p>Reviewers: {reviewers.map(personName).join(', ') || 'nobody'}</p>}
    </section>
  )
}

function Decision({ name }: { readonly name: string }) {
  const look = decisionLook(name)
  return (
    <p>
      <Badge icon={look.icon} tone={look.tone}>
        {look.label}
      </Badge>
    </p>
  )
}

function Note({ text }: { readonly text: string }) {
  const note = written(text)
  return note ? (
    <p className={styles.note}>
      “<Foreign text={note} />”
    </p>
  ) : (
    <Hint>Without a note</Hint>
  )
}

function entryText(entry: HistoryEntry, zone: string): string {
  return `${personName(entry.user)} ${historyWords(entry).what}, ${minuteText(entry.time, zone)}`
}
