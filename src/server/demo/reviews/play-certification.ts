import type pg from 'pg'
import { type PlayedEntry, reviewedRows, writePlayed } from '../../store/reviews/demo/played-rows.ts'
import { Random } from '../random.ts'
import { type Progress, playRow } from './play.ts'

/**
 * Plays the work on the rows of a certification: entries in the order of their times, rows as the entries leave them,
 * counters as the rows say.
 */
export async function playCertification(
  client: pg.ClientBase,
  number: number,
  progress: Progress,
  seed: string,
): Promise<void> {
  const random = new Random(seed)
  const toDo = await reviewedRows(client, number)
  const played = toDo.flatMap((row) => playRow(row, progress, random) ?? [])
  const rows = played.map(({ row }) => row)
  const entries = played.flatMap((work) => work.entries).toSorted(byTime)
  await writePlayed(client, number, rows, entries)
}

function byTime(a: PlayedEntry, b: PlayedEntry): number {
  return a.at < b.at ? -1 : a.at > b.at ? 1 : a.result_id - b.result_id
}
