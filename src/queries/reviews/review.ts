import { queryOptions } from '@tanstack/react-query'
import type { Client } from '#client/client.ts'
import type { Certification } from '#contract/reviews/certification.ts'
import { certificationRoutes } from '#contract/reviews/certification-calls.ts'
import { certificationKeys, reviewKeys } from './review-keys.ts'

/** How often a certification is read again while its rows are being gathered. */
const gatheringMs = 2000

/** A certification with its counts. */
export function certificationQuery(client: Client, certification_id: string) {
  return queryOptions({
    queryKey: reviewKeys.certification(certification_id),
    queryFn: async ({ signal }): Promise<Certification> =>
      (await client.call(certificationRoutes.getCertification, { params: { certification_id } }, signal))
        .value,
    refetchInterval: ({ state }) => (state.data?.state === 'CERT_STATE_SEARCHING' ? gatheringMs : false),
  })
}

/** Settings, attributes and the reader's own counts of a certification. */
export function reviewContextQuery(client: Client, certification_id: string) {
  return queryOptions({
    queryKey: reviewKeys.context(certification_id),
    queryFn: async ({ signal }) =>
      (await client.call(certificationRoutes.getReviewContext, { params: { certification_id } }, signal))
        .value,
  })
}

/** The progress of each reviewer. */
export function reviewerInfosQuery(client: Client, certification_id: string) {
  return queryOptions({
    queryKey: reviewKeys.reviewerInfos(certification_id),
    queryFn: async ({ signal }) =>
      (await client.call(certificationRoutes.listReviewerInfos, { params: { certification_id } }, signal))
        .values,
  })
}

/** The workflows that the reader can see. */
export function workflowsQuery(client: Client) {
  return queryOptions({
    queryKey: certificationKeys.workflows,
    queryFn: async ({ signal }) => (await client.call(certificationRoutes.listWorkflows, {}, signal)).values,
  })
}
