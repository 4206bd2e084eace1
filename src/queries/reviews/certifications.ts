import type { QueryClient } from '@tanstack/react-query'
import { queryOptions } from '@tanstack/react-query'
import type { Client } from '#client/client.ts'
import type { Certification, Snapshot } from '#contract/reviews/certification.ts'
import { certificationRoutes } from '#contract/reviews/certification-calls.ts'
import { certificationKeys } from './review-keys.ts'

const pageSize = 500
/** So many pages are read at most: 10,000 certifications are more than anybody looks through in one list. */
const maxPages = 20
/** How often the list is read again while the rows of one of its certifications are being gathered. */
const gatheringMs = 2000

/** All certifications, and whether there are more than are read. Polled while the rows of one are being gathered. */
export function certificationsQuery(client: Client) {
  return queryOptions({
    queryKey: certificationKeys.list,
    queryFn: async ({ signal }): Promise<CertificationList> => {
      const values: Certification[] = []
      for (let pages = 0; pages < maxPages; pages++) {
        const query = { page_size: String(pageSize), page_token: String(values.length) }
        const page = await client.call(certificationRoutes.listCertifications, { query }, signal)
        values.push(...page.values)
        if (!page.has_more || page.values.length === 0) return { values, more: false }
      }
      return { values, more: true }
    },
    // Decisions elsewhere in the page change what it shows.
    refetchOnMount: 'always',
    refetchInterval: ({ state }) => (state.data?.values.some(isGathering) ? gatheringMs : false),
  })
}

/** The certifications that were read. */
export type CertificationList = { readonly values: readonly Certification[]; readonly more: boolean }

function isGathering({ state, error_reason }: Certification): boolean {
  return state === 'CERT_STATE_SEARCHING' && error_reason === ''
}

/** The imports that a certification of a workflow can be made from, newest first. */
export function snapshotsQuery(client: Client, workflow_id: string) {
  return queryOptions({
    queryKey: certificationKeys.snapshots(workflow_id),
    queryFn: async ({ signal }): Promise<readonly Snapshot[]> =>
      (await client.call(certificationRoutes.listSnapshots, { params: { workflow_id } }, signal)).values,
    enabled: workflow_id !== '',
  })
}

/** Invalidates the list of certifications after one was made or changed. */
export function forgetCertifications(cache: QueryClient): Promise<void> {
  return cache.invalidateQueries({ queryKey: certificationKeys.list })
}
