import { createHmac, hkdfSync } from 'node:crypto'
import type { Actor } from '#contract/permissions.ts'
import type { OutboxIdentity } from '#contract/session/session.ts'

/**
 * Two secrets of 32 bytes, one for the hashes of people and one for encryption keys: that of the keys can be replaced
 * alone, and hashes then stay as they are.
 */
export type OutboxSecrets = { readonly actors: Buffer; readonly keys: Buffer }

/**
 * Gives each person the hash and the key with which their page keeps unsent changes; the same in all sessions of
 * theirs.
 */
export type OutboxIdentities = {
  /** A hash that stands for the person outside of this server. It is theirs alone, and does not lead back to them. */
  readonly actorHash: (actor: Pick<Actor, 'id'>) => string
  /** The hash together with the key that encrypts unsent changes on a device. For the person's own sessions only. */
  readonly identityOf: (actor: Pick<Actor, 'id'>) => OutboxIdentity
}

/**
 * Derives hashes (HMAC-SHA-256) and keys (HKDF, RFC 5869) from the two secrets, which are only in this server's
 * database.
 */
export function createOutboxIdentities({ actors, keys }: OutboxSecrets): OutboxIdentities {
  const actorHash = ({ id }: Pick<Actor, 'id'>) =>
    createHmac('sha256', actors).update(id).digest().subarray(0, 16).toString('base64url')
  const keyOf = ({ id }: Pick<Actor, 'id'>) =>
    Buffer.from(hkdfSync('sha256', keys, '', `countersign outbox|${id}`, 32)).toString('base64')
  return { actorHash, identityOf: (actor) => ({ actor: actorHash(actor), key: keyOf(actor) }) }
}
