import type { Failure } from '#contract/errors.ts'

/** What the server found wrong, by the field it stands at, and what belongs to no field of the form. */
export type FieldErrors = { readonly at: ReadonlyMap<string, string>; readonly rest: readonly string[] }

/**
 * Sorts a failure's violations to the fields of a form, by their names in the request. `reviewer_assignment.reviewers.0`
 * belongs to the longest name that it begins with; what is left goes into `rest`, the message too where nothing else says it.
 */
export function fieldErrorsOf(failure: Failure | undefined, fields: readonly string[]): FieldErrors {
  const at = new Map<string, string>()
  const rest: string[] = []
  if (!failure) return { at, rest }
  const byLengthDescending = fields.toSorted((a, b) => b.length - a.length)
  for (const { field, description } of failure.violations) {
    const home = byLengthDescending.find(
      (name) => field === name || field.startsWith(`${name}.`) || field.startsWith(`${name}[`),
    )
    if (home) at.set(home, [at.get(home), description].filter(Boolean).join('; '))
    else rest.push(`${field}: ${description}`)
  }
  if (at.size === 0 && rest.length === 0) rest.push(failure.message)
  return { at, rest }
}
