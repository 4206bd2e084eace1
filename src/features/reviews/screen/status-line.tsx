import type { ReactNode } from 'react'
import type { ReviewRows } from '#queries/reviews/review-rows.ts'
import { Button } from '#ui/button.tsx'
import { momentText } from '#ui/clock-text.ts'
import { numberText } from '#ui/number-text.ts'
import { Foreign } from '#ui/foreign.tsx'
import styles from './view.module.css'

type Props = {
  readonly rows: Pick<
    ReviewRows,
    'state' | 'total' | 'asOf' | 'stale' | 'refreshing' | 'refresh' | 'pageFailure' | 'retry'
  >
  readonly moved: number
  readonly filtered: boolean
  readonly zone: string
  /** What has become of the reader's own changes. */
  readonly children: ReactNode
}

/** How many rows there are and as of when, and how many of them no longer are what was asked for. */
export function StatusLine({ rows, moved, filtered, zone, children }: Props) {
  const { state, total, asOf, stale, refreshing, refresh, pageFailure, retry } = rows
  return (
    <div className={styles.status}>
      <output>{state.kind === 'ready' && (stale ? 'Loading …' : countText(total, filtered))}</output>
      {state.kind === 'ready' && asOf > 0 && <span>As of {momentText(asOf, zone)}</span>}
      {children}
      {moved > 0 && (
        <output>
          {numberText(moved)} {moved === 1 ? 'row no longer matches' : 'rows no longer match'} this list and{' '}
          {moved === 1 ? 'stays' : 'stay'} until you refresh.
        </output>
      )}
      {state.kind === 'ready' && (
        <Button look="quiet" icon="refresh" disabled={refreshing} onClick={refresh}>
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
