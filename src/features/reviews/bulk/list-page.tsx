import { Link } from 'react-router'
import { written } from '#contract/text.ts'
import type { Bulk } from '#contract/reviews/bulk.ts'
import { useBulkList } from '#queries/reviews/bulk/bulk.ts'
import { Button } from '#ui/button.tsx'
import { minuteText } from '#ui/clock-text.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { FailureLine } from '#ui/failure-line.tsx'
import { ForeignList } from '#ui/foreign.tsx'
import { Marked } from '#ui/marked.tsx'
import { Muted } from '#ui/muted.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { personName } from '../parts/people/person-text.ts'
import { bulkPath } from './bulk-path.ts'
import { progressText } from './bulk-words.ts'
import { noteOf, shortened } from './change-words.ts'
import { choiceWords } from './choice-words.ts'
import { NotShown, PageFrame } from './page-frame.tsx'
import { UndoneBy } from './undone-by.tsx'

type Props = { readonly certification_id: string; readonly zone: string }

/** The bulk changes of a review that were started, newest first. */
export function BulkListPage({ certification_id, zone }: Props) {
  const { rows, failure, retry, hasMore, isReadingMore, readMore } = useBulkList(certification_id)
  return (
    <PageFrame certification_id={certification_id} zone={zone} title="Changes of many rows">
      {!rows &&
        (failure ? <NotShown failure={failure} onRetry={retry} /> : <Skeleton label="Loading" rows={4} />)}
      {rows && failure && <FailureLine message={failure.message} onRetry={retry} />}
      {rows?.length === 0 && (
        <EmptyState title="None yet">
          What is done to many rows at once is listed here, with what became of each row.
        </EmptyState>
      )}
      {rows && rows.length > 0 && (
        <ul aria-label="Changes of many rows">
          {rows.map((bulk) => (
            <li key={bulk.bulk_id}>
              <Listed bulk={bulk} zone={zone} />
            </li>
          ))}
        </ul>
      )}
      {hasMore && (
        <div>
          <Button onClick={readMore} refusal={isReadingMore ? 'They are being read.' : undefined}>
            {isReadingMore ? 'Loading …' : 'Show more'}
          </Button>
        </div>
      )}
    </PageFrame>
  )
}

/** So much of a note tells it from others. */
const shown = 80

function Listed({ bulk, zone }: { readonly bulk: Bulk; readonly zone: string }) {
  const { made_by, started_at, created_at, reason, undoes, choice } = bulk
  const note = written(noteOf(bulk)) || reason
  return (
    <>
      <Link to={bulkPath(bulk)}>{progressText(bulk)}</Link>{' '}
      <Muted>
        {personName(made_by)}, {minuteText(started_at ?? created_at, zone)}
        {undoes === null && (
          <>
            {'; '}
            <ForeignList texts={choiceWords(choice, zone)} />
          </>
        )}
        {note !== '' && (
          <>
            {'; '}
            “<Marked text={shortened(note, shown)} />”
          </>
        )}
      </Muted>
      <UndoneBy bulk={bulk} zone={zone} />
    </>
  )
}
