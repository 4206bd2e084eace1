import { createHash } from 'node:crypto'
import type { PostgresPool } from 'kysely'
import type pg from 'pg'

/**
 * The same pool for a Kysely whose statements are prepared: PostgreSQL reads and plans each text once a connection, in
 * place of every time. Only for texts that do not depend on what is asked (never for filters): each stays in every
 * connection, and its plan soon stops looking at the values.
 */
export function preparing(pool: pg.Pool): PostgresPool {
  return {
    connect: async () => {
      const client = await pool.connect()
      return {
        query: <R>(text: unknown, values?: readonly unknown[]) => {
          // Kysely would read a cursor for a stream; there is none of a prepared statement.
          if (typeof text !== 'string') throw new Error('A prepared statement is a text.')
          return client.query({ name: nameOf(text), text, values: [...(values ?? [])] }) as R
        },
        release: () => client.release(),
      }
    },
    end: () => pool.end(),
  }
}

const names = new Map<string, string>()

/** A name of at most 63 bytes, which is what PostgreSQL keeps of it. */
function nameOf(text: string): string {
  const known = names.get(text)
  if (known) return known
  const name = createHash('sha256').update(text).digest('base64url')
  names.set(text, name)
  return name
}
