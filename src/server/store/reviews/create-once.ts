import type { Kysely } from 'kysely'
import type { CertificationInput } from '#contract/certification.ts'
import type { Actor } from '#contract/permissions.ts'
import type { ChangeConditions, Created } from '../../reviews.ts'
import type { Schema } from '../schema.ts'
import { createCertification } from './create-certification.ts'
import { madeBefore, noteMade } from './operation-keys.ts'

type Asked = {
  readonly input: CertificationInput
  readonly on: Pick<ChangeConditions, 'key' | 'fingerprint'> | undefined
  readonly now: Date
}

/** `number` is that in the tables, undefined where an earlier request has made the certification. */
type Made = Created & { readonly number: number | undefined }

/**
 * Stores a certification that is searching, or finds that which the same request has made before under its key (security
 * 3.4). Throws `Refused`: what `createCertification` throws, and KeyReused.
 */
export async function createOnce(
  db: Kysely<Schema>,
  { user }: Actor,
  { input, on, now }: Asked,
): Promise<Made> {
  return await db.transaction().execute(async (transaction) => {
    const use = on?.key === undefined ? undefined : { by: user, key: on.key, fingerprint: on.fingerprint }
    const earlier = use && (await madeBefore(transaction, use))
    if (earlier !== undefined) return { certification_id: earlier, number: undefined, replayed: true }
    const { certification_id, number } = await createCertification(transaction, user, input, now)
    if (use) await noteMade(transaction, use, certification_id)
    return { certification_id, number, replayed: false }
  })
}
