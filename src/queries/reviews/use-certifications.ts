import { useQuery } from '@tanstack/react-query'
import type { Snapshot } from '#contract/reviews/certification.ts'
import type { Workflow } from '#contract/reviews/workflow.ts'
import type { CertificationList } from './certifications.ts'
import { certificationsQuery, snapshotsQuery } from './certifications.ts'
import { useClient } from '../provider.tsx'
import { workflowsQuery } from './review.ts'
import { type Reading, useReading } from '../reading.ts'

/**
 * All certifications that the caller can see, and when they were read (milliseconds since 1970, 0: never). Asks nothing
 * unless `wanted`.
 */
export function useCertifications(wanted: boolean): Reading<CertificationList> & { readonly asOf: number } {
  const query = { ...certificationsQuery(useClient()), enabled: wanted }
  const reading = { ...useReading(query), asOf: useQuery(query).dataUpdatedAt }
  return wanted ? reading : { ...reading, value: undefined }
}

/** All workflows that the caller can see. Asks nothing unless `wanted`. */
export function useWorkflows(wanted: boolean): Reading<readonly Workflow[]> {
  const reading = useReading({ ...workflowsQuery(useClient()), enabled: wanted })
  return wanted ? reading : { ...reading, value: undefined }
}

/** The imports of a workflow, newest first; '' asks nothing. */
export function useSnapshots(workflow_id: string): Reading<readonly Snapshot[]> {
  return useReading(snapshotsQuery(useClient(), workflow_id))
}
