import { type ReactNode, useId, useState } from 'react'
import type { ReadSummary } from '#queries/activity/event-summary.ts'
import { Button } from '#ui/button.tsx'
import { lazyDialog } from '#ui/lazy-part.tsx'
import { VisuallyHidden } from '#ui/visually-hidden.tsx'
import { type Bars, edgeTime } from './bars.ts'
import { brushed, type ChangeableQuery } from './brushed.ts'
import { Histogram } from './histogram.tsx'
import styles from './histogram.module.css'
import { countingText, countsText, rangeText, totalText } from './summary-words.ts'
import { type Brush, useBrush } from './use-brush.ts'

const BarsTable = lazyDialog(
  'Events by time',
  () => import('./bars-table.tsx'),
  (module) => module.BarsTable,
  { alone: false },
)

type Props = {
  readonly summary: ReadSummary
  readonly bars: Bars
  readonly query: ChangeableQuery
  readonly zone: string
  /** The bars are those of the list before. */
  readonly stale: boolean
  /** Folds it away. */
  readonly fold: ReactNode
}

/** The bars with what they say in words, and what shows only a range of them. */
export function BarsPart({ summary, bars, query, zone, stale, fold }: Props) {
  const hintId = useId()
  const [tableOpen, setTableOpen] = useState(false)
  const count = bars.bars.length
  // A range stays while the bars that it is of are where they were, however often they are counted.
  const brush = useBrush(
    count,
    JSON.stringify([query.list, edgeTime(bars, 0), edgeTime(bars, count)]),
    ({ from, to }) =>
      query.change(brushed(query.search, { from: edgeTime(bars, from), to: edgeTime(bars, to) })),
  )
  // What is counted of the list before says nothing of this one.
  const total = stale ? countingText : totalText(summary, zone)
  return (
    <>
      <div className={stale ? styles.stale : undefined} aria-busy={stale}>
        <Histogram bars={bars} zone={zone} name={total} brush={brush} hintId={hintId} />
      </div>
      <div className={styles.line}>
        <p>{(stale ? undefined : pointedText(bars, brush, zone)) ?? total}</p>
        <VisuallyHidden id={hintId}>
          Enter shows only what started in this range, Esc takes the range back.
        </VisuallyHidden>
        <Button look="quiet" onClick={() => setTableOpen(true)}>
          Show as table
        </Button>
        {fold}
      </div>
      {tableOpen && (
        <BarsTable summary={summary} bars={bars} zone={zone} onClose={() => setTableOpen(false)} />
      )}
    </>
  )
}

/** What the range that is being chosen holds, or the bar that is pointed at; undefined where there is neither. */
function pointedText(bars: Bars, { range, at }: Brush, zone: string): string | undefined {
  const shown = range ?? (at === undefined ? undefined : { from: at, to: at + 1 })
  if (!shown) return undefined
  const within = countsText(bars.bars.slice(shown.from, shown.to))
  const text = `${rangeText(bars, shown, zone)}: ${within}`
  return range ? `${text}. Enter shows only these, Esc takes the range back.` : text
}
