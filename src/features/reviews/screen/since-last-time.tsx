import type { CSSProperties } from 'react'
import type { MouseEvent } from 'react'
import { Link } from 'react-router'
import { useLastTimeOfRows, useSinceLastTime } from '#queries/reviews/last-time.ts'
import { Button } from '#ui/button.tsx'
import { FailureLine } from '#ui/failure-line.tsx'
import { Icon } from '#ui/icon.tsx'
import { numberText } from '#ui/number-text.ts'
import { mayChangeRows, useReview, useReviewList } from '../state/review-provider.ts'
import styles from './strip.module.css'
import { rejectedBefore, RejectedBeforeToCome } from './rejected-before-to-come.tsx'
import type { TabParams } from './tabs.tsx'

type Props = {
  /** The address of this list that asks the question of a tab. */
  readonly to: (tab: TabParams) => string
  readonly onClick: (event: MouseEvent<HTMLElement>) => void
}

type TabProps = Props & {
  readonly label: string
  readonly count: number
  readonly question: typeof before
}

const before = {
  params: 'last_decision=REJECTED&last_decision=FIXED',
  filter: 'last_decision eq "REJECTED" or last_decision eq "FIXED"',
}
const byRule = { params: 'last_decision=REJECTED_BY_RULE', filter: 'last_decision eq "REJECTED_BY_RULE"' }

/** What was rejected last time and is still here; its place is kept until there is its number. */
export function RejectedBefore(props: Props) {
  const { value } = useSince()
  if (!value) return <RejectedBeforeToCome />
  return <SinceTab {...props} label={rejectedBefore} count={value.rejected_before.rows} question={before} />
}

/** What else has become of access since the review before, behind all tabs, so that it moves none as it comes. */
export function MoreSinceLastTime(props: Props) {
  const { certification_id, store, viewer } = useReview()
  const rows = useLastTimeOfRows(certification_id, store)
  const { value, failure, retry } = useSince()
  const question = useAsked()
  const why = failure ?? rows.failure
  const { query } = useReviewList()
  const of =
    value && !query.entity && (question === before.filter ? value.rejected_before : value.rejected_by_rule)
  return (
    <>
      {value && value.rejected_by_rule.rows > 0 && (
        <SinceTab
          {...props}
          label="Rejected by rule, still here"
          count={value.rejected_by_rule.rows}
          question={byRule}
        />
      )}
      {of && (question === before.filter || question === byRule.filter) && (
        <span className={styles.whole}>
          of these {numberText(of.rows)}, {numberText(of.to_decide)} to decide
        </span>
      )}
      {value && value.unchanged.to_decide > 0 && mayChangeRows(viewer) && <AcceptUnchanged />}
      {/* Where the server does not answer the header says so, and it is read again by itself: no row moves for it. */}
      {why && why.status !== 0 && (
        <span style={flat}>
          <FailureLine
            message={`What was last time could not be read. ${why.message}`}
            onRetry={() => {
              if (failure) retry()
              if (rows.failure) rows.retry()
            }}
          />
        </span>
      )}
    </>
  )
}

function useSince() {
  const { certification_id } = useReview()
  const { total_complete_count, total_result_count } = useReviewList().certification
  return useSinceLastTime(certification_id, `${total_complete_count} of ${total_result_count}`)
}

/** What the list asks about last time. */
function useAsked(): string | undefined {
  return useReviewList().query.list?.last_time_filter?.replace(/^\(|\)$/g, '')
}

function SinceTab({ to, onClick, label, count, question }: TabProps) {
  const isPresent = useAsked() === question.filter
  // Of the whole review, which the page of a person or a resource is not about.
  const number = useReviewList().query.entity ? '' : ` ${numberText(count)}`
  return (
    <Link to={to(question)} onClick={onClick} aria-current={isPresent ? 'true' : undefined}>
      <Icon name="alert" /> {label}
      {number}
    </Link>
  )
}

/** No higher than a tab: what comes behind the rows moves none of them. */
const flat: CSSProperties = { marginBlock: '-4px' }

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
      style={flat}
      onClick={() =>
        askBulk({
          action: 'accept',
          choice: { ...filters, unchanged_access: true, ...(includesOthers && { include_others: true }) },
          of: isNarrowed ? 'unchanged rows that match' : 'unchanged rows',
        })
      }
    >
      Accept the unchanged …
    </Button>
  )
}
