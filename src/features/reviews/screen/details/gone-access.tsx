import { useState } from 'react'
import { useGone, useSinceLastTime } from '#queries/reviews/last-time.ts'
import { Button } from '#ui/button.tsx'
import { FailureLine } from '#ui/failure-line.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { numberText } from '#ui/number-text.ts'
import { useReview, useReviewList } from '../../state/review-provider.ts'
import { decisionLook } from '../../parts/decision-presentation.ts'

type Props = { readonly certification_id: string }

/** So many are shown at first, and with each press as many more. */
const atOnce = 50

/** What has gone since the review before, for who sees the whole of both. */
export function GoneAccess() {
  const { certification_id } = useReview()
  return useReviewList().context?.last_time === 'COMPARED' && <Gone certification_id={certification_id} />
}

function Gone({ certification_id }: Props) {
  const { value: since, failure, retry } = useSinceLastTime(certification_id, 'details')
  const [shown, setShown] = useState(0)
  if (failure)
    return <FailureLine message={`What has gone could not be read. ${failure.message}`} onRetry={retry} />
  if (!since?.previous || since.gone === null) return null
  const { previous, gone } = since
  return (
    <section>
      <h3>Gone since last time</h3>
      <p>
        {numberText(gone)} {gone === 1 ? 'access has' : 'accesses have'} gone since{' '}
        <Foreign text={previous.name} />.
      </p>
      {shown > 0 && <List certification_id={certification_id} shown={shown} />}
      {gone > shown && (
        <Button onClick={() => setShown(shown + atOnce)}>{shown === 0 ? 'Show them' : 'Show more'}</Button>
      )}
    </section>
  )
}

function List({ certification_id, shown }: Props & { readonly shown: number }) {
  const { value, failure } = useGone(certification_id, shown)
  if (failure) return <p role="alert">What has gone could not be read. {failure.message}</p>
  if (!value) return <p>Loading …</p>
  return (
    <ul>
      {value.rows.map((row) => (
        <li key={row.result_id}>
          <Foreign
            text={[row.source_name, row.waypoint_name, row.destination_name].filter(Boolean).join(' → ')}
          />{' '}
          · {decisionLook(row.decision).label}
        </li>
      ))}
    </ul>
  )
}
