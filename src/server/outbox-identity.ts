import { hkdfSync } from 'node:crypto'
import type { Actor } from '#contract/permissions.ts'
import type { OutboxIdentity } from '#contract/session.ts'

/** Two secrets of 32 bytes, so that new keys can be given out without anybody becoming somebody else. */
export type OutboxSecrets = { readonly actors: Buffer; readonly keys: Buffer }

/** Tells a person's page under which hash and key it keeps unsent changes; the same for every session of theirs. */
export type OutboxIdentities = {
  /** Stands for the person outside of this server: no other person has it, and it does not lead back to them. */
  readonly actorHash: (actor: Pick<Actor, 'id'>) => string
  /** The hash with the key that unsent changes are encrypted with on a device. Only for the person's own session. */
  readonly identityOf: (actor: Pick<Actor, 'id'>) => OutboxIdentity
}

/** Derives identities by HKDF-SHA-256 (RFC 5869) from secrets that only this server's database has. */
export function createOutboxIdentities({ actors, keys }: OutboxSecrets): OutboxIdentities {
  const derive = (secret: Buffer, { id }: Pick<Actor, 'id'>, length: number) =>
    Buffer.from(hkdfSync('sha256', secret, '', `countersign outbox|${id}`, length))
  const actorHash = (actor: Pick<Actor, 'id'>) => derive(actors, actor, 16).toString('base64url')
  return {
    actorHash,
    identityOf: (actor) => ({ actor: actorHash(actor), key: derive(keys, actor, 32).toString('base64') }),
  }
}
