import type { Role, SessionFacts } from '#contract/permissions.ts'

/** The second factors that somebody has. A passkey is one too, beside a password. */
export type Factors = { readonly totp: boolean; readonly passkey: boolean }

/** Whether somebody with these roles takes a second factor: all but those who are reviewers alone. */
export function needsSecondFactor(roles: readonly Role[]): boolean {
  return roles.some((role) => role !== 'reviewer')
}

/**
 * What is still to be proven after a sign-in by `method`. A passkey proves the person by itself, as does the provider, whose
 * rules are its own. After a password somebody with a second factor proves it, and somebody whose roles take one sets it up.
 */
export function stageOf(
  person: { readonly roles: readonly Role[] },
  method: SessionFacts['method'],
  factors: Factors,
): 'complete' | 'second-factor' | 'enrol' {
  if (method !== 'password') return 'complete'
  if (factors.totp || factors.passkey) return 'second-factor'
  return needsSecondFactor(person.roles) ? 'enrol' : 'complete'
}
