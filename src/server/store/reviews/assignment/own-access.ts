import type pg from 'pg'
import type { WorkflowUser } from '#contract/people.ts'
import {
  addressesOf,
  betweenWords,
  directoryIdsOf,
  directoryIdToCompare,
  emailToCompare,
  type Identity,
  isOwnAccess,
  plainAddressAttributes,
} from '#contract/reviews/self-review.ts'
import { personKey } from './assign-reviewers.ts'

/** What of a source tells whose account it is: of its attributes those that `isOwnAccess` looks at, by their plain names. */
const identity = `jsonb_build_object('type', source -> 'type', 'id', source -> 'id', 'name', source -> 'name',
  'properties', (SELECT coalesce(jsonb_object_agg(name, value), '{}') FROM jsonb_each(source -> 'properties') AS attribute (name, value)
    WHERE translate(lower(name COLLATE "C"), '${betweenWords}', '') IN (${plainAddressAttributes
      .map((name) => `'${name}'`)
      .join(', ')})))`

/** What joins to `access_row`, as `own.people`, whose own access a row is; `noteOwnAccess` has noted that before. */
export const withOwnAccess = `LEFT JOIN pg_temp.own_access AS own ON own.identity = ${identity}`

const ownersAtOnce = 5000

/** Notes until the transaction ends whose own access the rows of a snapshot are, among these people. */
export async function noteOwnAccess(
  client: pg.ClientBase,
  snapshot_id: string | null,
  people: readonly WorkflowUser[],
): Promise<void> {
  await client.query('CREATE TEMP TABLE own_access (identity jsonb, people text[]) ON COMMIT DROP')
  const { rows } = await client.query<{ identity: Identity }>(
    `SELECT DISTINCT ${identity} AS identity FROM access_row WHERE snapshot_id = $1`,
    [snapshot_id],
  )
  const ownersOf = finderOf(people)
  const owned = rows.flatMap((row) => {
    const owners = ownersOf(row.identity)
    return owners.length > 0 ? [{ identity: row.identity, people: owners.map(personKey) }] : []
  })
  for (let start = 0; start < owned.length; start += ownersAtOnce)
    await client.query(
      `INSERT INTO pg_temp.own_access SELECT * FROM jsonb_populate_recordset(null::pg_temp.own_access, $1)`,
      [JSON.stringify(owned.slice(start, start + ownersAtOnce))],
    )
  await client.query('ANALYZE pg_temp.own_access')
}

/** Looks the people of a source up, by what `isOwnAccess` compares; it has the last word. */
function finderOf(people: readonly WorkflowUser[]): (source: Identity) => WorkflowUser[] {
  const byKey = new Map(people.map((person) => [personKey(person), person]))
  const byEmail = peopleBy(emailToCompare, people)
  const byDirectoryId = peopleBy(directoryIdToCompare, people)
  return (source) => {
    const record = byKey.get(personKey({ user_type: source.type, id: source.id }))
    const named = addressesOf(source).flatMap((address) => byEmail.get(address) ?? [])
    const identified = directoryIdsOf(source).flatMap((id) => byDirectoryId.get(id) ?? [])
    const candidates = new Set([...(record ? [record] : []), ...named, ...identified])
    return [...candidates].filter((person) => isOwnAccess(source, person))
  }
}

function peopleBy(
  textOf: (person: WorkflowUser) => string,
  people: readonly WorkflowUser[],
): ReadonlyMap<string, readonly WorkflowUser[]> {
  const groups = new Map<string, WorkflowUser[]>()
  for (const person of people) {
    const text = textOf(person)
    const group = groups.get(text)
    if (group) group.push(person)
    else groups.set(text, [person])
  }
  return groups
}
