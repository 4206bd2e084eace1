import { createHash } from 'node:crypto'
import type pg from 'pg'
import { inTransaction } from './transaction.ts'

// A number that means nothing but "the functions of this database are being put in".
const lock = 0x636f7566

/**
 * Puts SQL functions, given by name, into a database whose numbered migrations are done: each whose text is not the one
 * that was put in last, all in one transaction. Any number of processes may call it at once. Returns the names of those
 * that were put in.
 */
export async function putFunctions(
  pool: pg.Pool,
  functions: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const client = await pool.connect()
  try {
    return await inTransaction(client, async () => {
      await client.query('SELECT pg_advisory_xact_lock($1)', [lock])
      const { rows } = await client.query<{ name: string; sha256: Buffer }>(
        'SELECT name, sha256 FROM function_text',
      )
      const present = new Map(rows.map(({ name, sha256 }) => [name, sha256.toString('hex')]))
      const changed = Object.entries(functions).filter(([name, text]) => present.get(name) !== sha256Of(text))
      for (const [name, text] of changed) {
        await client.query(text)
        await client.query(
          `INSERT INTO function_text (name, sha256) VALUES ($1, decode($2, 'hex'))
           ON CONFLICT (name) DO UPDATE SET sha256 = excluded.sha256`,
          [name, sha256Of(text)],
        )
      }
      return changed.map(([name]) => name)
    })
  } finally {
    client.release()
  }
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
