import { Link } from 'react-router'
import { useCertification } from '#queries/reviews/use-review.ts'
import { Foreign } from '#ui/foreign.tsx'
import { reviewPath } from './address.ts'
import { reviewName } from './review-name.ts'

type Props = {
  readonly certification_id: string
  /** The name of its workflow, for one that has no name of its own. */
  readonly workflow: string | undefined
  readonly zone: string
}

/** The name of another review, which leads to it; its id where the reader cannot see it, or until it is known. */
export function ReviewLink({ certification_id, workflow, zone }: Props) {
  const { value } = useCertification(certification_id)
  if (!value) return <Foreign text={certification_id} />
  return (
    <Link to={reviewPath(certification_id)}>
      <Foreign text={reviewName(value, workflow, zone)} />
    </Link>
  )
}
