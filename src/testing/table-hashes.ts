import { createHash } from 'node:crypto'

/** Asks a database something; `sql.raw(text).execute(db)` and `pool.query(text)` do. */
type Ask = (text: string) => Promise<{ readonly rows: readonly unknown[] }>

/** What an answer may leave behind without changing anything: the logs, and when something was used last. */
const ofReading = { tables: ['access_log', 'account_log'], columns: ['last_used_at'] }

/**
 * One hash for each table of ours in a database, by its name. Without what reading leaves behind where `but` is `reading`: two
 * equal answers mean that nothing else has changed between them.
 */
export async function tableHashes(
  ask: Ask,
  but: 'reading' | 'nothing' = 'nothing',
): Promise<Readonly<Record<string, string>>> {
  const left = but === 'reading' ? ofReading : { tables: [], columns: [] }
  const names = await textsOf(
    ask,
    `SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS text FROM pg_tables
     WHERE schemaname = 'public' AND NOT tablename = ANY('{${left.tables.join()}}')
     ORDER BY 1`,
  )
  const hashes = await Promise.all(
    names.map(async (name) => {
      const row = `to_jsonb(t) - '{${left.columns.join()}}'::text[]`
      const rows = await textsOf(ask, `SELECT (${row})::text AS text FROM ${name} t ORDER BY 1`)
      return [name, createHash('sha256').update(rows.join('\n')).digest('hex')] as const
    }),
  )
  return Object.fromEntries(hashes)
}

async function textsOf(ask: Ask, statement: string): Promise<readonly string[]> {
  const { rows } = await ask(statement)
  return rows.map((row) => (row as { readonly text: string }).text)
}
