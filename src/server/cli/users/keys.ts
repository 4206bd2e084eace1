import type { UserKey } from '#contract/people.ts'
import type { Scope } from '#contract/permissions.ts'
import type { KeyKeeper, KeyRecord } from '../../store/keys/api-keys.ts'
import { Refused } from '../../refused.ts'
import { NotStarted, say } from '../command.ts'

/** Makes a key and prints it, alone. Throws NotStarted for somebody who may have none. */
export async function createKey(
  keys: KeyKeeper,
  wanted: readonly Scope[],
  days: number,
  owner: UserKey | undefined,
): Promise<void> {
  const { key, record } = await keys.createKey(wanted, days, owner).catch((error: unknown) => {
    if (!(error instanceof Refused)) throw error
    throw new NotStarted(`${error.message} Give them a role with add-person or import-directory.`)
  })
  const of = owner ? ` of ${owner.id}` : ''
  say(
    `Key ${record.id}${of} for ${record.scopes.join(', ')}, until ${record.expires_at}. It is shown only now:`,
  )
  process.stdout.write(`${key}\n`)
}

/** Prints a line a key: id, owner, scopes, when it was made, when it ends, whether it is valid. */
export async function listKeys(keys: KeyKeeper): Promise<void> {
  const all = await keys.listKeys()
  if (all.length === 0) say('There are no keys.')
  for (const key of all) process.stdout.write(`${describe(key)}\n`)
}

function describe({ id, owner, scopes: held, created_at, expires_at, revoked_at }: KeyRecord): string {
  const over = new Date(expires_at) <= new Date()
  const state = revoked_at !== null ? `revoked ${iso(revoked_at)}` : over ? 'expired' : 'valid'
  return [id, owner, held.join(','), `created ${iso(created_at)}`, `expires ${iso(expires_at)}`, state].join(
    '\t',
  )
}

function iso(time: string): string {
  return new Date(time).toISOString()
}

/** Ends a key. Throws NotStarted when there is none of that id that lives. */
export async function revokeKey(keys: KeyKeeper, id: string): Promise<void> {
  if (!(await keys.revokeKey(id))) throw new NotStarted('There is no live key of that id.')
  say('The key is revoked.')
}
