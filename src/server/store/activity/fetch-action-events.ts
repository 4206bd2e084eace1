import { sql } from 'kysely'
import { literalSql } from '../database/literal-sql.ts'
import { plainCells } from './csv-columns.ts'
import type { EventSnapshot } from './event-snapshot.ts'

const fetchSome = 'FETCH 200 FROM exported'

/** Events some at a time as the cells of a file, in the order of its columns: null where there is nothing, and no cell is guarded. */
export async function* fetchEventCells(
  snapshot: EventSnapshot,
): AsyncGenerator<readonly (readonly (string | null)[])[]> {
  const { client } = snapshot
  const fetch = async () =>
    (await client.query<(string | null)[]>({ text: fetchSome, rowMode: 'array' })).rows
  yield* fetched(snapshot, plainCells, fetch)
}

async function* fetched<Row>(
  { client, select }: EventSnapshot,
  columns: typeof plainCells,
  fetch: () => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  // All of a cursor is read here, and not its first tenth.
  await client.query('SET LOCAL cursor_tuple_fraction = 1')
  for (const selected of select(columns)) {
    await client.query(literalSql(sql`DECLARE exported NO SCROLL CURSOR FOR ${selected}`))
    for (let rows = await fetch(); rows.length > 0; rows = await fetch()) yield rows
    await client.query('CLOSE exported')
  }
}
