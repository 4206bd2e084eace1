import type { ReactNode } from 'react'
import type { NodeName } from '#contract/reviews/result-fields.ts'
import type { ResultNode } from '#contract/reviews/result.ts'
import { lastTimeOf } from '#queries/reviews/use-row.ts'
import { TwoLines } from '#table/grid/two-lines.tsx'
import { Badge, GlyphBadge } from '#ui/badge.tsx'
import { Icon } from '#ui/icon.tsx'
import { VisuallyHidden } from '#ui/visually-hidden.tsx'
import styles from './cells.module.css'
import { decisionLook, isKnownDecision } from '../parts/decision-presentation.ts'
import type { RowView } from './row-view.ts'
import { lastTimeText } from '../filters/last-time-words.ts'
import { decideCell } from './decide-cell.tsx'
import { mayWords } from './may-words.ts'
import { minuteText } from '#ui/clock-text.ts'
import { Foreign, ForeignList } from '#ui/foreign.tsx'
import { isolated } from '#std/isolate.ts'

/** An entity: its name over its type and id. */
export function nodeCell(node: ResultNode | null, why: string): ReactNode {
  if (!node) return none(why)
  return (
    <TwoLines
      tip={`${isolated(node.name || node.id)} (${isolated(node.type)}, ${isolated(node.id)})`}
      under={
        <>
          <Foreign text={node.type} />{' '}
          <code>
            <Foreign text={node.id} />
          </code>
        </>
      }
    >
      <Foreign text={node.name || node.id} />
    </TwoLines>
  )
}

/** What the source may do, in words; its own permissions in the system are behind them. */
export function mayCell({ row }: RowView): ReactNode {
  const { accumulated_effective_permissions: effective, accumulated_raw_permissions: raw } = row
  const words = mayWords(effective, raw)
  if (words === '') return none('No permissions')
  const named = raw.length > 0 ? `. In the system: ${raw.map(isolated).join(', ')}` : ''
  return <Foreign data-tip={`${isolated(words)}${named}`} text={words} />
}

/** What was of the access last time; empty until it is read, which is soon. */
export function lastTimeCell({ row }: RowView, zone: string): ReactNode {
  const facts = lastTimeOf(row)
  return facts && <Foreign data-tip={lastTimeText(facts, zone)} text={lastTimeText(facts, zone)} />
}

/** The decision as icon, word and colour, and how far a change of it has come. */
export function decisionCell(view: RowView): ReactNode {
  const look = decisionLook(view.row.decision)
  return (
    <span className={styles.decision}>
      <GlyphBadge glyph={look.glyph} tone={look.tone} tip={`${look.name}: ${look.meaning}`}>
        {look.label}
      </GlyphBadge>
      <Marks view={view} />
    </span>
  )
}

/** The same on a card, which has no other place for the sign-off. */
export function decisionOnCard(view: RowView): ReactNode {
  const { row } = view
  const look = decisionLook(row.decision)
  const isSigned = row.signed_off_state === 'SIGNED_OFF'
  return (
    <span className={styles.decision}>
      <GlyphBadge glyph={look.glyph} tone={look.tone} tip={`${look.name}: ${look.meaning}`}>
        {isSigned ? `${look.label} · Signed off` : look.label}
      </GlyphBadge>
      <Marks view={view} />
    </span>
  )
}

/** The same where the row is decided in its place: the buttons say which it is, other decisions stand beside them. */
export function decidedCell(view: RowView): ReactNode {
  if (!view.decides) return decisionCell(view)
  const { decision } = view.row
  const look = decisionLook(decision)
  return (
    <span className={styles.decision}>
      {decideCell(view)}
      {onButtons.has(decision) ? (
        <VisuallyHidden>{look.label}</VisuallyHidden>
      ) : (
        <GlyphBadge glyph={look.glyph} tone={look.tone} tip={`${look.name}: ${look.meaning}`}>
          {look.label}
        </GlyphBadge>
      )}
      <Marks view={view} />
    </span>
  )
}

/** The decisions that the buttons show. */
const onButtons: ReadonlySet<string> = new Set([
  'RESULT_DECISION_NONE',
  'RESULT_DECISION_ACCEPTED',
  'RESULT_DECISION_REJECTED',
])

function Marks({ view }: { readonly view: RowView }) {
  const { changedBy, moved } = view
  return (
    <>
      <StateMark view={view} />
      {changedBy !== undefined && <Mark tip={`${isolated(changedBy)} has changed this row since`} />}
      {moved && <Mark tip="No longer what this list was asked for; it goes when the list is refreshed" />}
    </>
  )
}

/** Whether the decision is one that we know, whose words are short, without the marks of what others did. */
export function decisionFits({ row, changedBy, moved }: RowView): boolean {
  return isKnownDecision(row.decision) && changedBy === undefined && !moved
}

function Mark({ tip }: { readonly tip: string }) {
  return (
    <span className={styles.mark} data-tip={tip}>
      <Icon name="info" />
      <VisuallyHidden>{tip}</VisuallyHidden>
    </span>
  )
}

const stateTips = {
  saving: 'Only in this window so far; not saved yet',
  'on this device': 'Safe on this device; not saved by the server yet',
  saved: 'Saved by the server',
  'needs you': 'Not saved: open the row to see why',
} as const

function StateMark({ view: { state } }: { readonly view: RowView }) {
  if (!state) return null
  const waits = state.kind === 'needs you'
  return (
    <span className={waits ? styles.needsYou : styles.state} data-tip={stateTips[state.kind]}>
      {waits && <Icon name="alert" />}
      {state.kind === 'saving' ? 'saving…' : state.kind}
    </span>
  )
}

/** The note in one line, the whole of it behind it. */
export function noteCell({ row: { notes } }: RowView): ReactNode {
  return notes ? <Foreign data-tip={isolated(notes)} text={notes} /> : none('No note')
}

/** Who is to decide. */
export function reviewersCell({ row: { reviewers } }: RowView): ReactNode {
  if (reviewers.length === 0) return none('Nobody is assigned')
  const names = reviewers.map(({ name, email, id }) => name || email || id)
  return (
    <span data-tip={names.map(isolated).join(', ')}>
      <ForeignList texts={names} />
    </span>
  )
}

/** Whether the row is signed off, by whom and when. */
export function signOffCell({ row }: RowView, zone: string): ReactNode {
  if (row.signed_off_state !== 'SIGNED_OFF') return none('Not signed off')
  const by = row.signed_off_by?.name || row.signed_off_by?.email
  const tip = [
    'Signed off',
    by && `by ${isolated(by)}`,
    row.signed_off_at && `on ${minuteText(row.signed_off_at, zone)}`,
  ]
    .filter(Boolean)
    .join(' ')
  return (
    <Badge icon="check" tone="done" tip={tip}>
      Signed off
    </Badge>
  )
}

/** What an integration has said about the row. */
export function webhookCell({ row: { notification_status: status } }: RowView): ReactNode {
  if (status === 'UNKNOWN') return none('Nothing was sent')
  const tone = status === 'SUCCEED' ? 'done' : status === 'FAILED' ? 'failed' : 'waiting'
  const icon = status === 'SUCCEED' ? 'check' : status === 'FAILED' ? 'alert' : 'clock'
  return (
    <Badge icon={icon} tone={tone}>
      {isolated(status.toLowerCase())}
    </Badge>
  )
}

/** When the row was last changed, and by whom. */
export function updatedCell({ row: { updated_at, updated_by, version } }: RowView, zone: string): ReactNode {
  // A row is made with version 1; of the reader's own change only the version is known before the row is read again.
  if (updated_at === null) return version > 1 ? 'just now' : none('Never changed')
  const by = updated_by?.name || updated_by?.email
  return (
    <time dateTime={updated_at} data-tip={by ? `${updated_at} by ${isolated(by)}` : updated_at}>
      {minuteText(updated_at, zone)}
    </time>
  )
}

/** Any attribute of an entity. */
export function attributeCell({ row }: RowView, node: NodeName, name: string): ReactNode {
  const value = row[node]?.properties[name] ?? (isCommon(name) ? row[node]?.[name] : undefined)
  if (value === undefined || value === null || value === '') return none('No value')
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return <Foreign data-tip={isolated(text)} text={text} />
}

function isCommon(name: string): name is 'type' | 'id' | 'name' {
  return name === 'type' || name === 'id' || name === 'name'
}

function none(why: string): ReactNode {
  return (
    <span className={styles.muted} data-tip={why}>
      <span aria-hidden="true">—</span>
      <VisuallyHidden>{why}</VisuallyHidden>
    </span>
  )
}
