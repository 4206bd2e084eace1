import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { entityRoutes, type EntityNode, type ReviewEntity } from '#contract/reviews/entities/entity-calls.ts'
import type { PeerFact } from '#contract/reviews/entities/peers.ts'
import type { PendingChanges } from '#decisions/pending-changes.ts'
import { useClient } from '../../provider.tsx'
import { type Reading, useReading } from '../../reading.ts'
import { entityKeys } from '../review-keys.ts'

/** Which person (`source`) or resource (`destination`) of which review. */
type EntityOf = {
  readonly certification_id: string
  readonly node: EntityNode
  readonly type: string
  readonly id: string
}

/** A person or a resource of a review with its counts, read again after each change that is saved. 404 where none of its rows is seen. */
export function useEntity(
  { certification_id, node, type, id }: EntityOf,
  pending: Pick<PendingChanges, 'onSaved'>,
): Reading<ReviewEntity> {
  const client = useClient()
  const cache = useQueryClient()
  useEffect(
    () =>
      pending.onSaved(() => {
        const queryKey = entityKeys.entity(certification_id, node, type, id)
        void cache.invalidateQueries({ queryKey })
      }),
    [pending, cache, certification_id, node, type, id],
  )
  return useReading({
    queryKey: entityKeys.entity(certification_id, node, type, id),
    queryFn: async ({ signal }) => {
      const input = { params: { certification_id }, query: { node, type, id } }
      return (await client.call(entityRoutes.getEntity, input, signal)).value
    },
    staleTime: 0,
  })
}

/** What the peers of a row's person hold; null where that is not told. */
export function usePeers(certification_id: string, result_id: number): Reading<PeerFact | null> {
  const client = useClient()
  return useReading({
    queryKey: entityKeys.peers(certification_id, result_id),
    queryFn: async ({ signal }) => {
      const params = { certification_id, result_id: String(result_id) }
      return (await client.call(entityRoutes.getPeers, { params }, signal)).value
    },
    // It is of the gathering, and never another.
    staleTime: Number.POSITIVE_INFINITY,
  })
}
