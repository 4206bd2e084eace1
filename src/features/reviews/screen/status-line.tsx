import { phaseOf } from '#contract/reviews/review-phase.ts'
import { Button } from '#ui/button.tsx'
import { momentText } from '#ui/clock-text.ts'
import { numberText } from '#ui/number-text.ts'
import { Foreign } from '#ui/foreign.tsx'
import { isFiltered } from '../filters/list-query.ts'
import { isAllYours } from '../filters/others.ts'
import { OthersToggle } from './others-toggle.tsx'
import { useReview, useReviewList } from '../state/review-provider.ts'
import { ChangesBar } from './changes-bar.tsx'
import styles from './status-line.module.css'

/** How many rows there are and as of when, and how many of them no longer are what was asked for. */
export function StatusLine() {
  const { zone, now } = useReview()
  const { certification, rows, moved, query } = useReviewList()
  // Rows that are still being gathered are no rows yet, not none.
  const isKnown = phaseOf(certification, now) !== 'searching'
  const { state, total, asOf, stale, refreshing, refresh, pageFailure, retry } = rows
  return (
    <div className={styles.status}>
      <output>
        {state.kind === 'ready' && isKnown && (stale ? 'Loading …' : countText(total, isFiltered(query)))}
      </output>
      {isAllYours(certification) && <span className={styles.roomy}>all yours</span>}
      {state.kind === 'ready' && asOf > 0 && (
        <span className={styles.roomy}>As of {momentText(asOf, zone)}</span>
      )}
      <ChangesBar />
      <OthersToggle />
      {moved > 0 && (
        <output>
          {numberText(moved)} {moved === 1 ? 'row no longer matches' : 'rows no longer match'} this list and{' '}
          {moved === 1 ? 'stays' : 'stay'} until you refresh.
        </output>
      )}
      {state.kind === 'ready' && (
        <Button
          look="quiet"
          icon="refresh"
          refusal={refreshing ? 'The rows are being read.' : undefined}
          onClick={refresh}
        >
          Refresh
        </Button>
      )}
      {pageFailure && (
        <span role="alert" className={styles.problem}>
          Rows could not be read. <Foreign text={pageFailure.message} />{' '}
          <Button look="quiet" onClick={retry}>
            Try again
          </Button>
        </span>
      )}
    </div>
  )
}

/** `4,312 rows`, `12 matching rows`. */
function countText(total: number, filtered: boolean): string {
  return `${numberText(total)} ${filtered ? 'matching ' : ''}${total === 1 ? 'row' : 'rows'}`
}
