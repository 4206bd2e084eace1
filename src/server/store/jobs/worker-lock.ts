import type pg from 'pg'

// A number that means nothing but "a worker lives"; the second is made of the worker's id (`worker_lives`, migration 0016).
const lock = 1668246640

/**
 * Shows that a worker lives, for as long as the client's session lasts: whoever finds the lock of its id free may take what
 * it was at. The lock goes with a process that is killed.
 */
export async function lockWorker(client: pg.Client, id: string): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1, hashtext($2))', [lock, id])
}
