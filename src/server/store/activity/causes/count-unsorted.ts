import { type Kysely, sql } from 'kysely'
import type { Filter } from '#scim/ast.ts'
import type { Schema } from '../../database/schema.ts'
import { compilerOf } from '../action-event-filter.ts'
import { unsorted } from './fill-causes.ts'

/** How many failed events that match have a cause that is not known yet, or told by other rules than these; mostly none. */
export async function countUnsorted(db: Kysely<Schema>, filter: Filter | undefined): Promise<number> {
  const matches = filter ? sql`AND ${(await compilerOf(db, filter))(filter)}` : sql``
  const { rows } = await sql<{ count: number }>`SELECT count(*)::integer AS count FROM action_event
    WHERE state = 'ERRORED' AND (${sql.raw(unsorted.join(' OR '))}) ${matches}`.execute(db)
  return rows[0]?.count ?? 0
}
