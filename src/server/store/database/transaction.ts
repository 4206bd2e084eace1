import type pg from 'pg'

/** Runs work in a transaction of a client: committed when it ends, undone when it throws. */
export async function inTransaction<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN')
  try {
    const result = await work()
    await client.query('COMMIT')
    return result
  } catch (error) {
    // The connection may be what failed; then the transaction is gone with it.
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

/** Runs work in a transaction of a client that is undone at its end: what the work would lead to is told, and not done. */
export async function onTrial<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN')
  try {
    return await work()
  } finally {
    // Where the connection has failed the transaction is gone with it, and what failed is told by the work.
    await client.query('ROLLBACK').catch(() => undefined)
  }
}
