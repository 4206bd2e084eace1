import type { MouseEvent } from 'react'
import { Link } from 'react-router'
import { useLastTimeOfRows, useSinceLastTime } from '#queries/reviews/last-time.ts'
import { Button } from '#ui/button.tsx'
import { Icon } from '#ui/icon.tsx'
import { numberText } from '#ui/number-text.ts'
import { mayChangeRows, useReview, useReviewList } from '../state/review-provider.ts'
import styles from './strip.module.css'
import type { TabParams } from './tabs.tsx'

type Props = {
  /** The address of this list that asks the question of a tab. */
  readonly to: (tab: TabParams) => string
  readonly onClick: (event: MouseEvent<HTMLElement>) => void
}

type Tally = { readonly rows: number; readonly to_decide: number }

const before = {
  params: 'last_decision=REJECTED&last_decision=FIXED',
  filter: 'last_decision eq "REJECTED" or last_decision eq "FIXED"',
}
const byRule = { params: 'last_decision=REJECTED_BY_RULE', filter: 'last_decision eq "REJECTED_BY_RULE"' }

/** What stands first of what has become of access since the review before: what was rejected and is still here. */
export function SinceLastTime({ to, onClick }: Props) {
  const { certification_id, store, viewer } = useReview()
  const { certification, query } = useReviewList()
  useLastTimeOfRows(certification_id, store)
  const { total_complete_count, total_result_count } = certification
  const since = useSinceLastTime(certification_id, `${total_complete_count} of ${total_result_count}`)
  if (!since) return null
  const present = query.list?.last_time_filter?.replace(/^\(|\)$/g, '')
  const tab = (label: string, { rows, to_decide }: Tally, { params, filter }: typeof before) =>
    rows > 0 && (
      <>
        <Link to={to({ params })} onClick={onClick} aria-current={present === filter ? 'true' : undefined}>
          <Icon name="alert" /> {label} {numberText(rows)}
        </Link>
        {present === filter && (
          <span className={styles.whole}>
            of these {numberText(rows)}, {numberText(to_decide)} to decide
          </span>
        )}
      </>
    )
  return (
    <>
      {tab('Rejected before, still here', since.rejected_before, before)}
      {tab('Rejected by rule, still here', since.rejected_by_rule, byRule)}
      {since.unchanged.to_decide > 0 && mayChangeRows(viewer) && <AcceptUnchanged />}
    </>
  )
}

/** Accepts what is as it was accepted last time, of the rows that are listed; a preview comes first. */
function AcceptUnchanged() {
  const { includesOthers } = useReview()
  const { query, askBulk } = useReviewList()
  const { list } = query
  if (!list) return null
  const { order_by: _order, ...filters } = list
  const isNarrowed = Object.values(filters).some((filter) => filter !== undefined)
  return (
    <Button
      onClick={() =>
        askBulk({
          action: 'accept',
          choice: { ...filters, unchanged_access: true, ...(includesOthers && { include_others: true }) },
          of: isNarrowed ? 'rows that match' : 'rows',
        })
      }
    >
      Accept the unchanged …
    </Button>
  )
}
