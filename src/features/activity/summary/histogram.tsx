/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a drawing, and two ends of one range, have no tags of their own */
import { useMediaQuery, narrow } from '#ui/use-media-query.ts'
import { axisTicks } from './axis-ticks.ts'
import { barPaths, drawnHeight } from './bar-paths.ts'
import type { Bars } from './bars.ts'
import type { End } from './brush-keys.ts'
import styles from './histogram.module.css'
import { edgeText } from './summary-words.ts'
import type { Brush } from './use-brush.ts'

type Props = {
  readonly bars: Bars
  readonly zone: string
  /** What it shows, for who does not see it. */
  readonly name: string
  readonly brush: Brush
  /** What says how a range is applied. */
  readonly hintId: string
}

/** Events by the time when they started, a bar a stretch of it, with what chooses a range of time. */
export function Histogram({ bars, zone, name, brush, hintId }: Props) {
  const count = bars.bars.length
  const { failed, others } = barPaths(bars.bars)
  const { range, at } = brush
  const most = useMediaQuery(narrow) ? 4 : 8
  return (
    <div className={styles.plot}>
      <div className={styles.bars} {...brush.pointer}>
        <svg
          role="img"
          aria-label={name}
          viewBox={`0 0 ${count} ${drawnHeight}`}
          preserveAspectRatio="none"
          className={styles.drawing}
        >
          {at !== undefined && <path className={styles.pointed} d={`M${at} 0h1V${drawnHeight}h-1z`} />}
          <path className={styles.others} d={others} />
          <path className={styles.failed} d={failed} />
          {range && (
            <path
              className={styles.range}
              vectorEffect="non-scaling-stroke"
              d={`M${range.from} 0H${range.to}V${drawnHeight}H${range.from}z`}
            />
          )}
        </svg>
        <RangeEnd end="from" label="Beginning of the range" {...{ bars, zone, brush, hintId }} />
        <RangeEnd end="to" label="End of the range" {...{ bars, zone, brush, hintId }} />
      </div>
      <div className={styles.axis} aria-hidden="true">
        {axisTicks(bars, zone, most).map(({ label, at: place }) => (
          <span key={place} style={{ left: `${place * 100}%` }}>
            {label}
          </span>
        ))}
      </div>
    </div>
  )
}

type RangeEndProps = Pick<Props, 'bars' | 'zone' | 'brush' | 'hintId'> & {
  readonly end: End
  readonly label: string
}

/** An end of the range, which keys move; the pointer takes it along too. */
function RangeEnd({ end, label, bars, zone, brush, hintId }: RangeEndProps) {
  const { from, to } = brush.shown
  const edge = end === 'from' ? from : to
  const count = bars.bars.length
  return (
    <div
      role="slider"
      tabIndex={0}
      data-end={end}
      aria-label={label}
      aria-describedby={hintId}
      aria-valuemin={end === 'from' ? 0 : from + 1}
      aria-valuemax={end === 'from' ? to - 1 : count}
      aria-valuenow={edge}
      aria-valuetext={edgeText(bars, edge, zone)}
      className={styles.end}
      style={{ left: `${(edge / count) * 100}%` }}
      onKeyDown={(event) => brush.keydown(event, end)}
      onFocus={() => brush.point(end === 'from' ? from : to - 1)}
      onBlur={() => brush.point(undefined)}
    />
  )
}
