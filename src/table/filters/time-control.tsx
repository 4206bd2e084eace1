import { useId, useState } from 'react'
import { Button } from '#ui/button.tsx'
import { isLower, isUpper, type LowerBound, type TimeClause, type UpperBound } from '../clauses/clause.ts'
import type { LiveSpan } from '../clauses/filter-spec.ts'
import type { ClauseDraft, ControlProps, ControlSetting } from './clause-draft.ts'
import styles from './filter-controls.module.css'
import { OperatorSelect } from './operator-select.tsx'
import { fromWall, lastWeekOf, offsetWhereRepeated, toInstant, toWall } from '../clauses/zoned-time.ts'

const HOUR = 3_600_000
const presets = [
  { label: 'Last hour', ms: HOUR },
  { label: '24 hours', ms: 24 * HOUR },
  { label: '7 days', ms: 7 * 24 * HOUR },
  { label: '30 days', ms: 30 * 24 * HOUR },
]

type TimeControlProps = ControlProps<'time'> & {
  readonly setting: ControlSetting
  readonly onPick: (draft: ClauseDraft) => void
}

/**
 * Filters by a range of time. Presets are live spans for a field that has them. For any other field they are written as fixed
 * instants, so that a link finds the same tomorrow.
 */
export function TimeControl({ spec, draft, onDraft, onPick, setting }: TimeControlProps) {
  const { now, timeZone } = setting
  const noteId = useId()
  const { from, to, live } = draft ?? {}
  const picks = spec.live ? [...liveClauses(spec.live), lastWeek(now, timeZone)] : fixedClauses(now)
  const span = (lower: LowerBound | undefined, upper: UpperBound | undefined) =>
    onDraft({ kind: 'time', ...(lower && { from: lower }), ...(upper && { to: upper }) })

  return (
    <div className={styles.stack}>
      <div className={styles.line}>
        {picks.map(({ label, name, clause }) => (
          <Button
            key={label}
            aria-describedby={noteId}
            aria-pressed={name === undefined ? undefined : name === live}
            onClick={() => onPick(clause())}
          >
            {label}
          </Button>
        ))}
        <Button onClick={() => onPick(undefined)}>Any time</Button>
      </div>
      <p id={noteId} className={styles.note}>
        {spec.live ? liveNote : fixedNote}
      </p>
      <BoundControl<LowerBound>
        label={`Beginning (${timeZone})`}
        opLabel="Operator of the beginning"
        ops={spec.ops.filter(isLower)}
        usual="ge"
        bound={from}
        zone={timeZone}
        onBound={(next) => span(next, to)}
      />
      <BoundControl<UpperBound>
        label={`End (${timeZone})`}
        opLabel="Operator of the end"
        ops={spec.ops.filter(isUpper)}
        usual="lt"
        bound={to}
        zone={timeZone}
        onBound={(next) => span(from, next)}
      />
    </div>
  )
}

const liveNote =
  'Live: counted back from when the page is loaded or refreshed. A copied link, an export and the query hold the instants. Last week is fixed: from Monday to Monday.'
const fixedNote = 'Counted back from now. The beginning is fixed and does not move on with time.'

type Pick = { readonly label: string; readonly name?: string; readonly clause: () => TimeClause }

function liveClauses(spans: readonly LiveSpan[]): readonly Pick[] {
  return spans.map(({ name, label }) => ({ label, name, clause: () => ({ kind: 'time', live: name }) }))
}

function fixedClauses(now: () => number): readonly Pick[] {
  return presets.map(({ label, ms }) => ({
    label,
    clause: () => ({ kind: 'time', from: { op: 'ge', at: toInstant(now() - ms) } }),
  }))
}

/** The week before this one, from Monday to Monday on the clocks of a zone. */
function lastWeek(now: () => number, zone: string): Pick {
  return {
    label: 'Last week',
    clause() {
      const { from, to } = lastWeekOf(now(), zone)
      return { kind: 'time', from: { op: 'ge', at: from }, to: { op: 'lt', at: to } }
    },
  }
}

type BoundControlProps<B extends LowerBound | UpperBound> = {
  readonly label: string
  readonly opLabel: string
  readonly ops: readonly B['op'][]
  readonly usual: B['op']
  readonly bound: B | undefined
  readonly zone: string
  readonly onBound: (bound: { op: B['op']; at: string } | undefined) => void
}

/** One end of a span. The instant keeps its digits, and a half-typed date its text, until somebody changes them. */
function BoundControl<B extends LowerBound | UpperBound>(props: BoundControlProps<B>) {
  const { label, opLabel, ops, usual, bound, zone, onBound } = props
  const [usualOp, setUsualOp] = useState(usual)
  const [typed, setTyped] = useState<{ text: string; at: string | undefined }>()
  const op: B['op'] = bound?.op ?? usualOp
  const wall = bound ? toWall(bound.at, zone) : ''
  const repeated = bound ? offsetWhereRepeated(bound.at, zone) : ''
  return (
    <div className={styles.bound}>
      <OperatorSelect
        label={opLabel}
        ops={ops}
        op={op}
        onOp={(next) => {
          setUsualOp(next)
          if (bound) onBound({ op: next, at: bound.at })
        }}
      />
      <label className={styles.grow}>
        <span className={styles.note}>
          {label}
          {repeated && `, ${repeated}: the clocks show this hour twice`}
        </span>
        <input
          type="datetime-local"
          step={1}
          min="1678-01-01T00:00"
          max="2261-12-31T23:59:59"
          value={typed && typed.at === bound?.at ? typed.text : wall}
          onChange={({ target: { value } }) => {
            const at = fromWall(value, zone) || undefined
            setTyped({ text: value, at })
            onBound(at === undefined ? undefined : { op, at })
          }}
        />
      </label>
    </div>
  )
}
