import type { CertificationInput } from '#contract/reviews/certification.ts'
import { Refused } from '../../refused.ts'

const description = 'is not supported yet'

/**
 * Throws `Refused` FailedPrecondition where a new certification asks for something that the vendor offers and this
 * server does not (veza-api B.4). To leave it out silently would make another certification than the one that was
 * asked for.
 */
export function refuseNotSupported(input: CertificationInput): void {
  const fields = [
    input.reviewer_assignment_second_level && 'reviewer_assignment_second_level',
    input.final_approval_level === 2 && 'final_approval_level',
    input.automation_ids?.length && 'automation_ids',
    input.dynamic_information?.identities.some((identity) => identity.previous_manager_id) &&
      'dynamic_information.identities.previous_manager_id',
  ].filter((field) => typeof field === 'string')
  refuseFields(fields)
}

/** Refuses the same way where any field is named. */
export function refuseFields(fields: readonly string[]): void {
  const [field] = fields
  if (field === undefined) return
  throw new Refused({
    code: 'FailedPrecondition',
    message: `${field} ${description}.`,
    violations: fields.map((unsupported) => ({ field: unsupported, description })),
  })
}
