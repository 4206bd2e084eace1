import type { CertificationInput } from '#contract/reviews/certification.ts'
import type { Actor } from '#contract/permissions.ts'
import type { ChangeConditions, Created } from '../../../reviews/reviews.ts'
import type { Store } from '../../database/open.ts'
import { countAssignment } from '../people/count-assignment.ts'
import { createCertification, planCertification } from './create-certification.ts'
import { madeBefore, noteMade } from '../changes/operation-keys.ts'

type Asked = {
  readonly input: CertificationInput
  readonly on: Pick<ChangeConditions, 'key' | 'fingerprint'> | undefined
  readonly now: Date
}

/** `number` is that in the tables, undefined where an earlier request has made the certification. */
type Made = Created & { readonly number: number | undefined }

/**
 * Stores a certification that is searching, or finds that which the same request has made before under its key (security
 * 3.4). Throws `Refused`: what `planCertification` and `createCertification` throw, and KeyReused.
 */
export async function createOnce(
  { db, database }: Pick<Store, 'db' | 'database'>,
  { user }: Actor,
  { input, on, now }: Asked,
): Promise<Made> {
  return await db.transaction().execute(async (transaction) => {
    const use = on?.key === undefined ? undefined : { by: user, key: on.key, fingerprint: on.fingerprint }
    const earlier = use && (await madeBefore(transaction, use))
    if (earlier !== undefined) return { ...earlier, number: undefined, replayed: true }
    const plan = await planCertification(transaction, input)
    const { unassigned: unassigned_count } = await countAssignment(database, plan)
    const { certification_id, number } = await createCertification(transaction, user, plan, now)
    if (use) await noteMade(transaction, use, { certification_id, unassigned_count })
    return { certification_id, unassigned_count, number, replayed: false }
  })
}
