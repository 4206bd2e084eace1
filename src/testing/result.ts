import { Result } from '#contract/reviews/result.ts'

/** A row as the server sends it, of user `ada` on the role `admin`, undecided, version 1. */
export function aResult(part: Partial<Result> = {}): Result {
  return Result.parse({
    result_id: 0,
    source: { type: 'OktaUser', id: 'ada', name: 'Ada Lovelace', properties: {} },
    destination: { type: 'Role', id: 'admin', name: 'Administrator', properties: {} },
    decision: 'RESULT_DECISION_NONE',
    signed_off_state: 'NOT_SIGNED_OFF',
    version: 1,
    ...part,
  })
}

/** A person of this server. */
export function aPerson(id: string) {
  return { user_type: 'localCookieUser', id, email: `${id}@example.com`, name: id }
}
