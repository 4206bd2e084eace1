import { type Kysely, sql } from 'kysely'
import { personId } from '#contract/people.ts'
import type { AccountLogEntry } from '#contract/session/people-calls.ts'
import type { LogFilter, Place } from '../../directory/directory.ts'
import type { Schema } from '../database/schema.ts'

type LogQuery = LogFilter & {
  readonly after: Place | undefined
  readonly limit: number
}

type Row = {
  readonly place: string
  readonly at: string
  readonly actor: string
  readonly action: string
  readonly user_type: string | null
  readonly id: string | null
  readonly detail: Record<string, unknown>
  readonly name: string | null
}

/** The account log, a page of it, newest first, with the names that people have now (`Directory.listLog`). */
export async function listAccountLog(
  db: Kysely<Schema>,
  { action, person, reference, after, limit }: LogQuery,
): Promise<{ rows: readonly AccountLogEntry[]; next: Place | undefined }> {
  const [before] = after ?? []
  const conditions = [
    ...(action === undefined ? [] : [sql`AND entry.action = ${action}`]),
    ...(person === undefined
      ? []
      : [
          sql`AND ((entry.user_type, entry.person_id) = (${person.user_type}, ${person.id}) OR entry.actor = ${personId(person)})`,
        ]),
    ...(reference === undefined ? [] : [sql`AND entry.detail ->> 'reference' = ${reference}`]),
    ...(before === undefined ? [] : [sql`AND entry.id < ${before}`]),
  ]
  const { rows } = await sql<Row>`
    SELECT entry.id AS place, entry.at, entry.actor, entry.action, entry.user_type, entry.person_id AS id, entry.detail, person.name
    FROM account_log AS entry
    LEFT JOIN person ON person.user_type = entry.user_type AND person.id = entry.person_id
    WHERE true ${sql.join(conditions, sql` `)}
    ORDER BY entry.id DESC LIMIT ${limit + 1}`.execute(db)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const names = await namesOf(
    db,
    shown.map(({ actor }) => actor),
  )
  return {
    rows: shown.map(({ at, name, ...entry }) => ({
      ...entry,
      at: new Date(at).toISOString(),
      name: name ?? '',
      actor_name: names.get(entry.actor) ?? '',
    })),
    next: rows.length > limit && last ? [last.place] : undefined,
  }
}

/** The names of people by the ids of actors, `user:<type>:<id>`. */
async function namesOf(db: Kysely<Schema>, actors: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const keys = [...new Set(actors)].flatMap((actor) => {
    const [, type, id] = /^user:([^:]*):(.*)$/su.exec(actor) ?? []
    return type === undefined || id === undefined ? [] : [{ actor, user_type: decodeURIComponent(type), id }]
  })
  if (keys.length === 0) return new Map()
  const { rows } = await sql<{ actor: string; name: string }>`
    SELECT actor, coalesce(nullif(name, ''), nullif(email, ''), id) AS name
    FROM jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) AS given (actor text, user_type text, id text)
    JOIN person USING (user_type, id)`.execute(db)
  return new Map(rows.map(({ actor, name }) => [actor, name]))
}
