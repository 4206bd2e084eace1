import type { ReadSummary } from '#queries/activity/event-summary.ts'
import { Dialog } from '#ui/dialog.tsx'
import { numberText } from '#ui/number-text.ts'
import { type Bars, failedState } from './bars.ts'
import { rangeText, statesText, totalText } from './summary-words.ts'
import styles from './bars-table.module.css'

type Props = {
  readonly summary: ReadSummary
  readonly bars: Bars
  readonly zone: string
  readonly onClose: () => void
}

/** The bars as a table: those with an event, a line each. */
export function BarsTable({ summary, bars, zone, onClose }: Props) {
  const lines = bars.bars.flatMap((bar, place) => (bar.total > 0 ? [{ ...bar, place }] : []))
  return (
    <Dialog title="Events by time" onClose={onClose}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- keys scroll what has the focus */}
      <section aria-label="Bars as a table" tabIndex={0}>
        <p>{totalText(summary, zone)}. Stretches of time without an event are left out.</p>
        <table className={styles.table}>
          <thead>
            <tr>
              {['Started', 'Events', 'Failed', 'Others'].map((word) => (
                <th key={word} scope="col">
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map(({ place, total, failed, states }) => (
              <tr key={place}>
                <th scope="row">{rangeText(bars, { from: place, to: place + 1 }, zone)}</th>
                <td>{numberText(total)}</td>
                <td>{numberText(failed)}</td>
                <td>{statesText(states.filter(({ value }) => value !== failedState))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Dialog>
  )
}
