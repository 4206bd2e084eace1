import { useQueryClient } from '@tanstack/react-query'
import { failureOf } from '#client/api-error.ts'
import { isWhole } from '#contract/reviews/certification.ts'
import type {
  CertificationLogEntry,
  Ending,
  EndInput,
  ReviewerStanding,
} from '#contract/reviews/operator/ending.ts'
import type { Failure } from '#contract/errors.ts'
import { operatorRoutes } from '#contract/reviews/operator/operator-calls.ts'
import { useClient } from '../../provider.tsx'
import { type Reading, useReading } from '../../reading.ts'
import { useSingleCall } from '../../single-call.ts'
import { forgetCertifications } from '../certifications.ts'
import { certificationQuery } from '../review.ts'
import { endingKeys, reviewKeys } from '../review-keys.ts'

/** What ending a certification now would come to; read anew whenever somebody asks. */
export function useEnding(certification_id: string): Reading<Ending> {
  const client = useClient()
  return useReading({
    queryKey: endingKeys.ending(certification_id),
    queryFn: async ({ signal }) =>
      (await client.call(operatorRoutes.getEnding, { params: { certification_id } }, signal)).value,
    // Whoever looks ends it by what they see.
    staleTime: 0,
    gcTime: 0,
  })
}

/** Who reviews rows of a certification, who is late first; for who sees all of it. */
export function useReviewers(certification_id: string): Reading<readonly ReviewerStanding[]> {
  const client = useClient()
  return useReading({
    queryKey: endingKeys.reviewers(certification_id),
    queryFn: async ({ signal }) =>
      (await client.call(operatorRoutes.listReviewers, { params: { certification_id } }, signal)).values,
    staleTime: 0,
  })
}

/** What was done to a certification as a whole that it does not say itself; for who sees all of it. */
export function useCertificationLog(certification_id: string): Reading<readonly CertificationLogEntry[]> {
  const client = useClient()
  return useReading({
    queryKey: endingKeys.log(certification_id),
    queryFn: async ({ signal }) =>
      (await client.call(operatorRoutes.listCertificationLog, { params: { certification_id } }, signal))
        .values,
    staleTime: 0,
  })
}

/** Ends a certification; tells whether that is under way, and why it failed. */
export type EndNow = {
  /** `version` is that of the ending that was seen. */
  readonly end: (input: EndInput, version: number, onEnded: () => void) => void
  readonly busy: boolean
  readonly failure: Failure | undefined
}

/** Ends a certification and shows how it stands then; where something had changed, reads what it would come to again. */
export function useEndNow(certification_id: string): EndNow {
  const client = useClient()
  const cache = useQueryClient()
  const params = { certification_id }
  const { start, isUnderWay, error } = useSingleCall({
    mutationFn: ({ body, version }: { readonly body: EndInput; readonly version: number }) =>
      client.call(operatorRoutes.endCertification, { params, body }, undefined, { version }),
    onSuccess: ({ value }) => {
      if (isWhole(value)) cache.setQueryData(certificationQuery(client, certification_id).queryKey, value)
      const { context, reviewerInfos, standing } = reviewKeys
      for (const key of [context, reviewerInfos, standing, endingKeys.reviewers, endingKeys.log])
        void cache.invalidateQueries({ queryKey: key(certification_id) })
      void forgetCertifications(cache)
    },
    onError: (failed) => {
      if (failureOf(failed).status === 412)
        void cache.invalidateQueries({ queryKey: endingKeys.ending(certification_id) })
    },
  })
  return {
    end: (body, version, onEnded) => start({ body, version }, { onSuccess: onEnded }),
    busy: isUnderWay,
    failure: error ? failureOf(error) : undefined,
  }
}
