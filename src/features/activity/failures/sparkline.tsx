import type { FailureCause } from '#contract/activity/failures.ts'
import { counted } from '#std/counted.ts'
import { momentText } from '#ui/clock-text.ts'
import { VisuallyHidden } from '#ui/visually-hidden.tsx'
import { spanText } from './span-text.ts'
import { soFar } from './outcomes.ts'
import styles from './failures.module.css'

/** The time that bars stand in, in milliseconds since 1970, and how wide each is. */
export type BarSpan = { readonly from: number; readonly to: number; readonly barMs: number }

/** Numbers of events in bars of equal width. */
type Bars = FailureCause['bars']

/** The time that some causes' bars take together, so that they stand below one another. */
export function barSpan(causes: readonly Pick<FailureCause, 'bars'>[], bar_seconds: number): BarSpan {
  const starts = causes.flatMap(({ bars }) => bars.map(({ at }) => Date.parse(at)))
  const from = starts.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY)
  const to = starts.reduce((last, at) => Math.max(last, at), Number.NEGATIVE_INFINITY)
  const barMs = Math.max(1, bar_seconds) * 1000
  return { from, to: to + barMs, barMs }
}

type Props = {
  readonly bars: Bars
  readonly span: BarSpan
  readonly zone: string
  /** How many failed events have no known cause yet. */
  readonly unsorted: number
}

const height = 32

/** When the events of a cause were, as bars; in words for whoever does not see them. Nothing where none has a time. */
export function Sparkline({ bars, span, zone, unsorted }: Props) {
  const busiest = bars.toSorted((a, b) => b.count - a.count)[0]
  if (!busiest) return null
  const slots = Math.max(1, Math.round((span.to - span.from) / span.barMs))
  return (
    <>
      <VisuallyHidden>{soFar(sparklineText(busiest, span, zone), unsorted)}</VisuallyHidden>
      <svg
        aria-hidden="true"
        className={styles.sparkline}
        viewBox={`0 0 ${slots} ${height}`}
        preserveAspectRatio="none"
      >
        {bars.map(({ at, count }) => {
          const high = Math.max(2, (count / busiest.count) * height)
          const x = Math.round((Date.parse(at) - span.from) / span.barMs)
          return <rect key={at} x={x} y={height - high} width={0.85} height={high} fill="var(--failed)" />
        })}
      </svg>
    </>
  )
}

function sparklineText(busiest: Bars[number], { barMs }: BarSpan, zone: string): string {
  const at = momentText(Date.parse(busiest.at), zone).slice(0, 16)
  return `Fullest bar: ${counted(busiest.count, 'event')} in the ${spanText(BigInt(barMs) * 1_000_000n)} from ${at} on`
}
