import { createHmac, hkdfSync } from 'node:crypto'
import type { Actor } from '#contract/permissions.ts'
import type { OutboxIdentity } from '#contract/session/session.ts'

/** Two secrets of 32 bytes, so that new keys can be given out without anybody becoming somebody else. */
export type OutboxSecrets = { readonly actors: Buffer; readonly keys: Buffer }

/** Tells a person's page under which hash and key it keeps unsent changes; the same for every session of theirs. */
export type OutboxIdentities = {
  /** Stands for the person outside of this server: no other person has it, and it does not lead back to them. */
  readonly actorHash: (actor: Pick<Actor, 'id'>) => string
  /** The hash with the key that unsent changes are encrypted with on a device. Only for the person's own session. */
  readonly identityOf: (actor: Pick<Actor, 'id'>) => OutboxIdentity
}

/** Derives identities from secrets that only this server's database has: HMAC-SHA-256, and HKDF for keys (RFC 5869). */
export function createOutboxIdentities({ actors, keys }: OutboxSecrets): OutboxIdentities {
  const actorHash = ({ id }: Pick<Actor, 'id'>) =>
    createHmac('sha256', actors).update(id).digest().subarray(0, 16).toString('base64url')
  const keyOf = ({ id }: Pick<Actor, 'id'>) =>
    Buffer.from(hkdfSync('sha256', keys, '', `countersign outbox|${id}`, 32)).toString('base64')
  return { actorHash, identityOf: (actor) => ({ actor: actorHash(actor), key: keyOf(actor) }) }
}
