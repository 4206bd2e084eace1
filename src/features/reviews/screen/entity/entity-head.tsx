import { Link } from 'react-router'
import type { ReviewEntity } from '#contract/reviews/entities/entity-calls.ts'
import { useEntity } from '#queries/reviews/entities/entity.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { FailureLine } from '#ui/failure-line.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { Muted } from '#ui/muted.tsx'
import { isolated } from '#std/isolate.ts'
import { numberText } from '#ui/number-text.ts'
import { NodeProperties } from '../../drawer/node-properties.tsx'
import { reviewPath } from '../../parts/address.ts'
import { type ReviewEntityRef } from '../../parts/read-address.ts'
import { peersText } from '../../parts/entities/peers-text.ts'
import { reviewName } from '../../parts/review-name.ts'
import { rowsLeftText } from '../../parts/rows-left-text.ts'
import { useReview, useReviewList } from '../../state/review-provider.ts'
import styles from './entity-head.module.css'

/** Whose rows the list is of: a person or a resource, how many rows the reader may see of it, and what is known of it. */
export function EntityHead({ entity: ref }: { readonly entity: ReviewEntityRef }) {
  const { certification_id, pending, zone } = useReview()
  const { certification, context } = useReviewList()
  const { value, failure, retry } = useEntity({ certification_id, ...ref }, pending)
  const review = isolated(reviewName(certification, context?.workflow_name, zone))
  const back = <Link to={reviewPath(certification_id)}>All rows of this review</Link>
  if (failure?.status === 404)
    return (
      <>
        <title>{`${review} · Countersign`}</title>
        <EmptyState title={`This ${words[ref.node]} is not in this review`} actions={back}>
          It does not exist here, or you may see none of its rows (any more).
        </EmptyState>
      </>
    )
  return (
    <section aria-label={`Rows of one ${words[ref.node]}`} className={styles.head}>
      <title>{`${isolated(value?.entity.name || ref.id)} · ${review} · Countersign`}</title>
      <div className={styles.title}>
        <h2>
          <Foreign text={value?.entity.name || ref.id} />
        </h2>
        <Muted isSmall>
          <Foreign text={ref.type} /> <Foreign text={ref.id} />
        </Muted>
        {back}
      </div>
      {failure && <FailureLine message={failure.message} onRetry={retry} />}
      {value && <Known entity={value} node={ref.node} />}
    </section>
  )
}

const words = { source: 'person', destination: 'resource' } as const

function Known({ entity, node }: { readonly entity: ReviewEntity; readonly node: ReviewEntityRef['node'] }) {
  const { rare } = entity
  return (
    <>
      <output>{countText(entity)}</output>
      {rare.length > 0 && (
        <details>
          <summary>What few peers hold</summary>
          <ul>
            {rare.map((fact) => (
              <li key={fact.destination}>
                <Foreign text={fact.destination} />: {peersText(fact)}
              </li>
            ))}
          </ul>
        </details>
      )}
      <details>
        <summary>Properties</summary>
        <NodeProperties node={entity.entity} name={node} />
      </details>
    </>
  )
}

/** `13 rows that you may see; 4 to decide, 2 to sign off`. */
function countText({ rows, to_decide, to_sign_off }: ReviewEntity): string {
  const left = rowsLeftText({ toDecide: to_decide, toSignOff: to_sign_off })
  const seen = `${numberText(rows)} ${rows === 1 ? 'row' : 'rows'} that you may see`
  return left === '' ? `${seen}; nothing left to do` : `${seen}; ${left}`
}
