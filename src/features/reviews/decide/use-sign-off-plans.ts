import { useEffect, useEffectEvent } from 'react'
import type { Failure } from '#contract/errors.ts'
import type { PendingChanges, PendingStatus } from '#decisions/pending-changes.ts'
import { usePendingStatus } from '#queries/reviews/decisions.ts'
import { useSignOffSummary } from '#queries/reviews/sign-off.ts'
import { planOf, type SignOffPlan, type Unconfirmed } from '#queries/reviews/sign-off-plan.ts'
import { isFiltered } from '../filters/list-query.ts'
import { useReview, useReviewList } from '../state/review-provider.ts'

/** What can be signed off, of all rows and of the list where it is narrowed; neither before both are known. */
export type SignOffPlans = {
  readonly plan: SignOffPlan | undefined
  readonly listed: SignOffPlan | undefined
  readonly failure: Failure | undefined
  readonly retry: () => void
}

/** Reads what can be signed off, and again as changes of rows are saved for as long as nothing has begun. */
export function useSignOffPlans(hasBegun: boolean): SignOffPlans {
  const { certification_id, viewer, includesOthers, pending } = useReview()
  const { query } = useReviewList()
  const status = usePendingStatus(pending)
  const user = includesOthers ? undefined : viewer.user
  const narrowed = isFiltered(query)
  const all = useSignOffSummary({ certification_id, user })
  const list = useSignOffSummary({ certification_id, user, list: query.list, enabled: narrowed })
  const onSaved = useEffectEvent(() => {
    if (hasBegun) return
    all.retry()
    if (narrowed) list.retry()
  })
  useEffect(() => pending.onSaved(() => onSaved()), [pending])
  const known = !narrowed || list.value !== undefined
  const unconfirmed = unconfirmedOf(pending, status)
  return {
    plan: known && !hasBegun && all.value ? planOf(all.value, unconfirmed) : undefined,
    listed: narrowed && !hasBegun && list.value ? planOf(list.value, unconfirmed) : undefined,
    failure: all.failure ?? list.failure,
    retry: () => {
      if (all.failure) all.retry()
      if (list.failure) list.retry()
    },
  }
}

/** As of a status: both change together. */
function unconfirmedOf(pending: PendingChanges, { needsYou }: PendingStatus): Unconfirmed {
  return { rows: pending.pendingRows(), needsYou }
}
