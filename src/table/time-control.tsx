import { Button } from '#ui/button.tsx'
import { isLower, isUpper, type LowerBound, type UpperBound } from './clause.ts'
import { type ControlProps, type ControlSetting, OperatorSelect } from './clause-control.tsx'
import type { ClauseDraft } from './clause-draft.ts'
import styles from './filter-controls.module.css'
import { fromWall, toInstant, toWall } from './zoned-time.ts'

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

/** A span of time. Presets write instants, so that a link means tomorrow what it means today. */
export function TimeControl({ spec, draft, onDraft, onPick, setting }: TimeControlProps) {
  const { now, timeZone } = setting
  const { from, to } = draft ?? {}
  const span = (lower: LowerBound | undefined, upper: UpperBound | undefined) =>
    onDraft({ kind: 'time', ...(lower && { from: lower }), ...(upper && { to: upper }) })

  return (
    <div className={styles.stack}>
      <div className={styles.line}>
        {presets.map(({ label, ms }) => (
          <Button
            key={label}
            onClick={() => onPick({ kind: 'time', from: { op: 'ge', at: toInstant(now() - ms) } })}
          >
            {label}
          </Button>
        ))}
        <Button onClick={() => onPick(undefined)}>Any time</Button>
      </div>
      <Bound
        label={`${spec.label}, beginning (${timeZone})`}
        ops={spec.ops.filter(isLower)}
        usual="ge"
        bound={from}
        zone={timeZone}
        onBound={(next) => span(next, to)}
      />
      <Bound
        label={`${spec.label}, end (${timeZone})`}
        ops={spec.ops.filter(isUpper)}
        usual="lt"
        bound={to}
        zone={timeZone}
        onBound={(next) => span(from, next)}
      />
    </div>
  )
}

type BoundProps<B extends LowerBound | UpperBound> = {
  readonly label: string
  readonly ops: readonly B['op'][]
  readonly usual: B['op']
  readonly bound: B | undefined
  readonly zone: string
  readonly onBound: (bound: { op: B['op']; at: string } | undefined) => void
}

/** One end of a span. The instant keeps its digits until somebody changes it. */
function Bound<B extends LowerBound | UpperBound>(props: BoundProps<B>) {
  const { label, ops, usual, bound, zone, onBound } = props
  const op: B['op'] = bound?.op ?? usual
  return (
    <div className={styles.line}>
      <OperatorSelect
        label={label}
        ops={ops}
        op={op}
        onOp={(next) => onBound(bound && { op: next, at: bound.at })}
      />
      <input
        type="datetime-local"
        step={1}
        className={styles.grow}
        aria-label={label}
        value={bound ? toWall(bound.at, zone) : ''}
        onChange={({ target: { value } }) => {
          const at = fromWall(value, zone)
          onBound(at ? { op, at } : undefined)
        }}
      />
    </div>
  )
}
