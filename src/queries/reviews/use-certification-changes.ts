import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { failureOf } from '#client/api-error.ts'
import type { CertificationInput } from '#contract/reviews/certification.ts'
import type { Failure } from '#contract/errors.ts'
import { certificationRoutes } from '#contract/reviews/certification-calls.ts'
import { newIdempotencyKey } from '#decisions/row-change.ts'
import { forgetCertifications } from './certifications.ts'
import { useClient } from '../provider.tsx'
import { useSingleCall } from '../single-call.ts'
import { type CertificationSteps, useCertificationSteps } from './use-review.ts'

/** The request for a new certification; absent keys have the contract's defaults. */
export type NewCertification = Partial<CertificationInput> & Pick<CertificationInput, 'workflow_id'>

/** The state of a certification that is being made. */
export type Creation = {
  readonly create: (input: NewCertification) => void
  readonly busy: boolean
  readonly failure: Failure | undefined
}

/** Gives every request a key, the same one when the same is asked for again: an answer that got lost makes no second one. */
function keepKeys(): (body: NewCertification) => string {
  const keys = new Map<string, string>()
  return (body) => {
    const text = JSON.stringify(body)
    const key = keys.get(text) ?? newIdempotencyKey()
    keys.set(text, key)
    return key
  }
}

/** Makes a certification. `done` is called when the server has it; its rows are gathered after that. */
export function useCreateCertification(done: () => void): Creation {
  const client = useClient()
  const cache = useQueryClient()
  const [keyFor] = useState(keepKeys)
  const { start, isUnderWay, error } = useSingleCall({
    mutationFn: (body: NewCertification) =>
      client.call(certificationRoutes.createCertification, { body }, undefined, { key: keyFor(body) }),
    onSuccess: async () => {
      await forgetCertifications(cache)
      done()
    },
  })
  return { create: (input) => start(input), busy: isUnderWay, failure: error ? failureOf(error) : undefined }
}

/** Changes a certification from the list of all, and reads the list again. */
export function useListedSteps(certification_id: string): CertificationSteps {
  const cache = useQueryClient()
  const { take, ...rest } = useCertificationSteps(certification_id)
  return {
    ...rest,
    take: (step, onDone) =>
      take(step, () => {
        void forgetCertifications(cache)
        onDone?.()
      }),
  }
}
