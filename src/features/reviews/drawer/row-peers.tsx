import { usePeers } from '#queries/reviews/entities/entity.ts'
import { FailureLine } from '#ui/failure-line.tsx'
import { Hint } from '#ui/hint.tsx'
import { peersText } from '../parts/entities/peers-text.ts'
import { useReview } from '../state/review-provider.ts'

/** How many of the peers of whose access this is hold the same; nothing where that is not told. */
export function RowPeers({ result_id }: { readonly result_id: number }) {
  const { certification_id } = useReview()
  const { value, failure, retry } = usePeers(certification_id, result_id)
  if (failure && failure.status !== 404) return <FailureLine message={failure.message} onRetry={retry} />
  if (!value) return null
  return (
    <section>
      <h3>Peers</h3>
      <p>{peersText(value)}.</p>
      <Hint>Counted over all access when the rows were gathered, this person among them.</Hint>
    </section>
  )
}
