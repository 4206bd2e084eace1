import { useEffect, useEffectEvent } from 'react'
import type { PendingChanges } from '#decisions/pending-changes.ts'
import type { RowStore } from '#decisions/row-store.ts'
import type { ReviewViewer } from '#queries/reviews/rule-input.ts'
import { givenAway } from '../parts/reassigned.ts'

/** Marks a row that its reader has given to others, and sees no longer, as out of sight once the server has taken that. */
export function useGoneOnceGiven(
  pending: PendingChanges,
  store: RowStore,
  viewer: ReviewViewer | undefined,
): void {
  const saved = useEffectEvent((id: number) => {
    if (!viewer || seesEveryRow(viewer)) return
    if (givenAway(store.get(id), viewer.user) !== undefined) store.setGone([id])
  })
  useEffect(() => pending.onSaved((id) => saved(id)), [pending])
}

/** Those who see a review as a whole, its reviewers or not (security 4.4). */
function seesEveryRow({ roles, own }: ReviewViewer): boolean {
  return roles.includes('admin') || roles.includes('auditor') || (own && roles.includes('operator'))
}
