import { queryOptions } from '@tanstack/react-query'
import type { Client } from '#client/client.ts'
import type { Certification } from '#contract/reviews/certification.ts'
import { reviewRoutes } from '#contract/reviews/review-calls.ts'

/** The keys of everything that is read about one certification. */
export const reviewKeys = {
  all: (certification_id: string) => ['review', certification_id] as const,
  certification: (certification_id: string) => ['review', certification_id, 'certification'] as const,
  context: (certification_id: string) => ['review', certification_id, 'context'] as const,
  reviewerInfos: (certification_id: string) => ['review', certification_id, 'reviewer-infos'] as const,
  standing: (certification_id: string) => ['review', certification_id, 'standing'] as const,
  workflows: ['workflows'],
} as const

/** How often a certification is read again while its rows are being gathered. */
const gatheringMs = 2000

/** A certification with its counts. */
export function certificationQuery(client: Client, certification_id: string) {
  return queryOptions({
    queryKey: reviewKeys.certification(certification_id),
    queryFn: async ({ signal }): Promise<Certification> =>
      (await client.call(reviewRoutes.getCertification, { params: { certification_id } }, signal)).value,
    refetchInterval: ({ state }) => (state.data?.state === 'CERT_STATE_SEARCHING' ? gatheringMs : false),
  })
}

/** Settings, attributes and the reader's own share of a certification. */
export function reviewContextQuery(client: Client, certification_id: string) {
  return queryOptions({
    queryKey: reviewKeys.context(certification_id),
    queryFn: async ({ signal }) =>
      (await client.call(reviewRoutes.getReviewContext, { params: { certification_id } }, signal)).value,
  })
}

/** How far each reviewer is. */
export function reviewerInfosQuery(client: Client, certification_id: string) {
  return queryOptions({
    queryKey: reviewKeys.reviewerInfos(certification_id),
    queryFn: async ({ signal }) =>
      (await client.call(reviewRoutes.listReviewerInfos, { params: { certification_id } }, signal)).values,
  })
}

/** The workflows that the reader can see. */
export function workflowsQuery(client: Client) {
  return queryOptions({
    queryKey: reviewKeys.workflows,
    queryFn: async ({ signal }) => (await client.call(reviewRoutes.listWorkflows, {}, signal)).values,
  })
}
