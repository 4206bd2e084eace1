import type { CertificationInput } from '#contract/reviews/certification.ts'
import { Refused } from '../../refused.ts'

const description = 'is not supported yet'

/**
 * Refuses with FailedPrecondition what the vendor takes for a new certification (veza-api B.4) and this server cannot
 * do: to take it and leave it out would make another certification than the one that was asked for.
 */
export function refuseNotSupported(input: CertificationInput): void {
  const fields = [
    input.reviewer_assignment_second_level && 'reviewer_assignment_second_level',
    input.final_approval_level === 2 && 'final_approval_level',
    input.automation_ids?.length && 'automation_ids',
    input.dynamic_information?.identities.some((identity) => identity.previous_manager_id) &&
      'dynamic_information.identities.previous_manager_id',
  ].filter((field) => typeof field === 'string')
  const [field] = fields
  if (field === undefined) return
  throw new Refused({
    code: 'FailedPrecondition',
    message: `${field} ${description}.`,
    violations: fields.map((unsupported) => ({ field: unsupported, description })),
  })
}
