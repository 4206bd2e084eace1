import { Link } from 'react-router'
import type { BulkRow } from '#contract/reviews/bulk.ts'
import { useBulkRows } from '#queries/reviews/bulk/bulk.ts'
import type { BulkPart, BulkRef } from '#queries/reviews/bulk/bulk-keys.ts'
import { Button } from '#ui/button.tsx'
import { FailureLine } from '#ui/failure-line.tsx'
import { ForeignList } from '#ui/foreign.tsx'
import { Hint } from '#ui/hint.tsx'
import { Marked } from '#ui/marked.tsx'
import { Muted } from '#ui/muted.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { decisionLook } from '../parts/decision-presentation.ts'
import { rowPath } from '../parts/address.ts'
import { rowsText } from './bulk-words.ts'
import { shortened } from './change-words.ts'

type Props = {
  readonly of: BulkRef
  readonly part: BulkPart
  /** Whether each row leads to itself: not from a dialog over its list. */
  readonly links?: boolean
}

/** So much of a note tells it from others. */
const shown = 80

/** Rows of a bulk change by name and id, with what they were in the preview; more of them on request. */
export function RowList({ of, part, links = false }: Props) {
  const { rows, hidden, failure, retry, hasMore, isReadingMore, readMore } = useBulkRows(of, part)
  if (!rows)
    return failure ? (
      <FailureLine message={failure.message} onRetry={retry} />
    ) : (
      <Skeleton label="Loading rows" rows={3} />
    )
  return (
    <>
      <ul>
        {rows.map((row) => (
          <li key={row.result_id}>
            {links ? (
              <Link to={rowPath(of.certification_id, row.result_id)}>
                <RowName row={row} />
              </Link>
            ) : (
              <RowName row={row} />
            )}{' '}
            <Muted>
              id {row.result_id}, {links && 'was '}
              {decisionText(row.before.decision)}
              {row.others && ', of other reviewers'}
              {row.before.notes !== '' && (
                <>
                  , note “<Marked text={shortened(row.before.notes, shown)} />”
                </>
              )}
            </Muted>
          </li>
        ))}
      </ul>
      {hidden > 0 && <Hint>{rowsText(hidden)} of these you may not see any more.</Hint>}
      {failure && <FailureLine message={failure.message} onRetry={retry} />}
      {hasMore && (
        <Button onClick={readMore} refusal={isReadingMore ? 'They are being read.' : undefined}>
          {isReadingMore ? 'Loading …' : 'Show more'}
        </Button>
      )}
    </>
  )
}

function decisionText(decision: string): string {
  return decision === 'RESULT_DECISION_NONE' ? 'undecided' : decisionLook(decision).label.toLowerCase()
}

function RowName({ row: { source_name, waypoint_name, destination_name } }: { readonly row: BulkRow }) {
  return <ForeignList texts={[source_name, waypoint_name, destination_name].filter(Boolean)} />
}
