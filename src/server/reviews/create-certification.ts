import type { CertificationInput } from '#contract/reviews/certification.ts'
import type { Actor } from '#contract/permissions.ts'
import { dueColumns } from '../rules/due-date.ts'
import type { CertificationStore } from './certification-store.ts'
import { keyReused, refuseOtherRequest } from './replay.ts'
import type { ChangeConditions, Created } from './reviews.ts'

type Wanted = {
  readonly input: CertificationInput
  readonly on: Pick<ChangeConditions, 'key' | 'fingerprint'> | undefined
  readonly now: Date
}

/** `number` is that in the store, undefined where an earlier request has made the certification. */
type Made = Created & { readonly number: number | undefined }

/**
 * Stores a new certification whose rows are still to be gathered (veza-api B.4), or returns the one that an equal
 * request has made under the same key (security 3.4). Throws `Refused`: KeyReused where the key was used for
 * something else, and what `planCertification` and `dueColumns` throw.
 */
export async function createOnce(
  store: Pick<CertificationStore, 'inTransaction' | 'countAssignment'>,
  { user }: Actor,
  { input, on, now }: Wanted,
): Promise<Made> {
  return await store.inTransaction(async (open) => {
    const use = on?.key === undefined ? undefined : { by: user, key: on.key, fingerprint: on.fingerprint }
    const earlier = use && (await open.usedBefore(use))
    if (earlier) refuseOtherRequest(earlier, use)
    if (earlier?.made) return { ...earlier.made, number: undefined, replayed: true }
    const plan = await open.planCertification(input)
    const { unassigned: unassigned_count } = await store.countAssignment(plan)
    const due = dueColumns(input.due_date ?? null, now)
    const { certification_id, number } = await open.addCertification(plan, { creator: user, due, now })
    if (use && !(await open.noteMade(use, { certification_id, unassigned_count }))) throw keyReused()
    return { certification_id, unassigned_count, number, replayed: false }
  })
}
