import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { failureOf } from '#client/api-error.ts'
import type { Client } from '#client/client.ts'
import type { PublishDoubt } from '#contract/reviews/assignment.ts'
import {
  type Certification,
  type CertificationChange,
  type ChangedCertification,
  isWhole,
} from '#contract/reviews/certification.ts'
import type { Failure } from '#contract/errors.ts'
import type { ReviewerInfo } from '#contract/reviews/result.ts'
import type { ReviewContext } from '#contract/reviews/review-context.ts'
import { certificationRoutes } from '#contract/reviews/certification-calls.ts'
import type { Workflow } from '#contract/reviews/workflow.ts'
import { forgetCertifications } from './certifications.ts'
import { useClient } from '../provider.tsx'
import { certificationQuery, reviewContextQuery, reviewerInfosQuery, workflowsQuery } from './review.ts'
import { reviewKeys } from './review-keys.ts'
import { type Reading, useReading } from '../reading.ts'
import { useSingleCall } from '../single-call.ts'

/** A certification. Code that changes its rows invalidates `reviewKeys.certification`. */
export function useCertification(certification_id: string): Reading<Certification> {
  return useReading(certificationQuery(useClient(), certification_id))
}

/**
 * A certification without its counts, which change with every decision: the same object as long as everything else
 * stays, so that rows do not render again.
 */
export function useSteadyCertification(certification_id: string): Certification | undefined {
  return useQuery({ ...certificationQuery(useClient(), certification_id), select: withoutCounts }).data
}

function withoutCounts(certification: Certification): Certification {
  return {
    ...certification,
    total_result_count: 0,
    total_complete_count: 0,
    total_rejected_count: 0,
    total_accepted_count: 0,
    total_fixed_count: 0,
    total_signed_off_count: 0,
    updated_at: null,
    updated_by: null,
    results_updated_at: null,
    results_updated_by: null,
  }
}

/** Settings, attributes and the reader's own counts of a certification. */
export function useReviewContext(certification_id: string): Reading<ReviewContext> {
  return useReading(reviewContextQuery(useClient(), certification_id))
}

/** When the shown counts were read, in milliseconds since 1970; the older of the two reads. */
export function useCountsReadAt(certification_id: string): number {
  const client = useClient()
  const { dataUpdatedAt: certification } = useQuery(certificationQuery(client, certification_id))
  const { dataUpdatedAt: context } = useQuery(reviewContextQuery(client, certification_id))
  return context === 0 ? certification : Math.min(certification, context)
}

/** The progress of each reviewer; read once somebody opens it. */
export function useReviewerInfos(certification_id: string): Reading<readonly ReviewerInfo[]> {
  return useReading(reviewerInfosQuery(useClient(), certification_id))
}

/** Reads the counts of a certification again, but not its rows. */
export function useRereadCounts(certification_id: string): () => void {
  const cache = useQueryClient()
  return useCallback(() => {
    const { certification, context, reviewerInfos } = reviewKeys
    for (const key of [certification, context, reviewerInfos])
      void cache.invalidateQueries({ queryKey: key(certification_id) })
  }, [cache, certification_id])
}

/**
 * Reads the counts of a certification at news of others. Where they cannot be read, all that is shown stays, as of the time that it
 * says: who has just lost their last row, or is signed out, still has changes and receipts here that a failure would cover.
 */
export function useFollowCounts(certification_id: string): () => void {
  const client = useClient()
  const cache = useQueryClient()
  return useCallback(
    () => void followCounts(client, cache, certification_id),
    [client, cache, certification_id],
  )
}

async function followCounts(client: Client, cache: QueryClient, certification_id: string): Promise<void> {
  const params = { certification_id }
  const [certification, context] = await Promise.allSettled([
    client.call(certificationRoutes.getCertification, { params }),
    client.call(certificationRoutes.getReviewContext, { params }),
  ])
  if (certification.status === 'rejected' || context.status === 'rejected') return
  cache.setQueryData(certificationQuery(client, certification_id).queryKey, certification.value.value)
  cache.setQueryData(reviewContextQuery(client, certification_id).queryKey, context.value.value)
  // Nothing is covered by these where they fail: they stand in a window of their own.
  void cache.invalidateQueries({ queryKey: reviewKeys.reviewerInfos(certification_id) })
}

/** One workflow, if the reader can see it. */
export function useWorkflow(workflow_id: string): Reading<Workflow | undefined> {
  const { value, ...rest } = useReading(workflowsQuery(useClient()))
  return { ...rest, value: value?.find((workflow) => workflow.workflow_id === workflow_id) }
}

/** A change of a certification as a whole. */
export type CertificationStep =
  /** `version` is that of the certification as it stood before the eyes of whoever changed it. */
  | { readonly kind: 'edit'; readonly change: CertificationChange; readonly version: number }
  | { readonly kind: 'publish'; readonly confirm: readonly PublishDoubt[] }
  | { readonly kind: 'complete' }
  | { readonly kind: 'delete'; readonly version: number }

/** Takes such a step; tells whether one is under way, and why the last one failed. */
export type CertificationSteps = {
  readonly take: (step: CertificationStep, onDone?: () => void) => void
  readonly busy: boolean
  readonly failure: Failure | undefined
}

/** Changes a certification as a whole and shows the answer, or, if somebody else had changed it, its present state. */
export function useCertificationSteps(certification_id: string): CertificationSteps {
  const client = useClient()
  const cache = useQueryClient()
  const { start, isUnderWay, error } = useSingleCall({
    mutationFn: (step: CertificationStep) => takeStep(client, certification_id, step),
    onSuccess: (certification) => {
      if (certification)
        cache.setQueryData(certificationQuery(client, certification_id).queryKey, certification)
      else void cache.invalidateQueries({ queryKey: reviewKeys.certification(certification_id) })
      void cache.invalidateQueries({ queryKey: reviewKeys.context(certification_id) })
      void cache.invalidateQueries({ queryKey: reviewKeys.reviewerInfos(certification_id) })
      void cache.invalidateQueries({ queryKey: reviewKeys.standing(certification_id) })
    },
    onError: (failed) => {
      if (failureOf(failed).status !== 412) return
      void cache.invalidateQueries({ queryKey: reviewKeys.certification(certification_id) })
      void forgetCertifications(cache)
    },
  })
  return {
    take: (step, onDone) => start(step, { onSuccess: () => onDone?.() }),
    busy: isUnderWay,
    failure: error ? failureOf(error) : undefined,
  }
}

/** Undefined where the answer does not say how the certification stands now. */
async function takeStep(
  client: Client,
  certification_id: string,
  step: CertificationStep,
): Promise<Certification | undefined> {
  const params = { certification_id }
  if (step.kind === 'edit') {
    const { change: body, version } = step
    const input = { params, body }
    return wholeOf(await client.call(certificationRoutes.updateCertification, input, undefined, { version }))
  }
  if (step.kind === 'publish') {
    const body = { confirm: [...step.confirm] }
    return wholeOf(await client.call(certificationRoutes.publishCertification, { params, body }))
  }
  if (step.kind === 'delete') {
    const { version } = step
    await client.call(certificationRoutes.deleteCertification, { params }, undefined, { version })
    return undefined
  }
  return wholeOf(await client.call(certificationRoutes.completeCertification, { params, body: {} }))
}

function wholeOf({ value }: { readonly value: ChangedCertification }): Certification | undefined {
  return isWhole(value) ? value : undefined
}
