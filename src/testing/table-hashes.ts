import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { TestDatabase } from './test-database.ts'

/** What an answer may leave behind without changing anything: the logs, and when something was used last. */
const ofReading = { tables: ['access_log', 'account_log'], columns: ['last_used_at'] }

/**
 * One hash for each table of a database, by its name. Without what reading leaves behind where `but` is `reading`: two
 * equal answers mean that nothing else has changed between them.
 */
export async function tableHashes(
  { store }: TestDatabase,
  but: 'reading' | 'nothing' = 'nothing',
): Promise<Readonly<Record<string, string>>> {
  const left = but === 'reading' ? ofReading : { tables: [], columns: [] }
  const names = await sql<{ name: string }>`
    SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND NOT tablename = ANY(${left.tables})
    ORDER BY 1`.execute(store.db)
  const hashes = await Promise.all(
    names.rows.map(async ({ name }) => {
      const { rows } = await sql<{ row: string }>`
        SELECT (to_jsonb(t) - ${left.columns}::text[])::text AS row FROM ${sql.raw(name)} t ORDER BY 1`.execute(
        store.db,
      )
      return [
        name,
        createHash('sha256')
          .update(rows.map(({ row }) => row).join('\n'))
          .digest('hex'),
      ] as const
    }),
  )
  return Object.fromEntries(hashes)
}
