import { Link } from 'react-router'
import { sameUser } from '#contract/people.ts'
import type { HistoryEntry } from '#contract/reviews/result.ts'
import { useHistory } from '#queries/reviews/history.ts'
import { Button } from '#ui/button.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { useReview } from '../state/review-provider.ts'
import styles from './row-history.module.css'
import { isAllYours } from '../filters/others.ts'
import { reviewPath } from '../parts/address.ts'
import { historyWords } from '../parts/history-words.ts'
import { personText, plainName } from '../parts/people/person-text.ts'
import { minuteText } from '#ui/clock-text.ts'
import { Foreign } from '#ui/foreign.tsx'
import { Hint } from '#ui/hint.tsx'
import { Marked } from '#ui/marked.tsx'
import { Muted } from '#ui/muted.tsx'

/** Who did what to the row and when, newest first, in the reader's zone. */
export function RowHistory({ result_id }: { readonly result_id: number }) {
  const { certification_id, zone } = useReview()
  const { value, failure, retry } = useHistory(certification_id, result_id)
  return (
    <section>
      <h3>History</h3>
      {value?.length === 0 && (
        <p>
          <Muted>Nothing was done to this row yet.</Muted>
        </p>
      )}
      {value && value.length > 0 && (
        <ol className={styles.timeline}>
          {value.toReversed().map((entry) => (
            <Entry key={entry.seq} entry={entry} />
          ))}
        </ol>
      )}
      {!value && !failure && <Skeleton label="Loading the history" rows={3} />}
      {failure && (
        <p>
          The history could not be read: <Foreign text={failure.message} />{' '}
          <Button look="quiet" onClick={retry}>
            Try again
          </Button>
        </p>
      )}
      <Hint>Times in {zone}.</Hint>
    </section>
  )
}

function Entry({ entry }: { readonly entry: HistoryEntry }) {
  const { zone } = useReview()
  const { what, text, how } = historyWords(entry)
  return (
    <li>
      <p>
        <strong data-tip={personText(entry.user)}>
          <Marked text={plainName(entry.user)} />
        </strong>{' '}
        <Marked text={what} />
      </p>
      {text && (
        <p>
          “<Marked text={text} />”
        </p>
      )}
      <Hint>
        <time dateTime={entry.time} data-tip={entry.time}>
          {minuteText(entry.time, zone)}
        </time>
        {how && (
          <>
            {' · '}
            <Marked text={how} />
          </>
        )}
        {typeof entry['in_bulk'] === 'string' && <InBulk entry={entry} bulk_id={entry['in_bulk']} />}
      </Hint>
    </li>
  )
}

/** That a change was one of many, with the way to its receipt for who made it or sees the whole review. */
function InBulk({ entry, bulk_id }: { readonly entry: HistoryEntry; readonly bulk_id: string }) {
  const { certification_id, viewer } = useReview()
  const maySee = !isAllYours(viewer.certification) || sameUser(entry.user, viewer.user)
  return (
    <>
      {' · '}
      {maySee ? (
        <Link to={`${reviewPath(certification_id)}/bulk/${encodeURIComponent(bulk_id)}`}>in bulk</Link>
      ) : (
        'in bulk'
      )}
    </>
  )
}
