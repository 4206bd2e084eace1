import type pg from 'pg'

// Two numbers that mean nothing but "a load of action events"; the server's own claim is the 1 (claim-server.ts).
const lock = [0x636f756e, 2]

/**
 * Waits until no other load runs on this database, then holds that right until the client ends. `onWait` is called
 * once when there is one to wait for. Two loads at once could lock rows in opposite orders, and neither would know
 * which demonstration or broken-off run it may take over.
 */
export async function loadAlone(client: pg.Client, onWait: () => void): Promise<void> {
  const { rows } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS held', lock)
  if (rows[0]?.held) return
  onWait()
  await client.query('SELECT pg_advisory_lock($1, $2)', lock)
}
