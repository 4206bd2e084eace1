import { parseInstant } from '#std/instant.ts'
import { NotStarted, readArgs } from '../command.ts'
import type { DemoWish } from '../../demo/events.ts'

/** What the demo command is asked for. */
export type DemoOptions = {
  readonly wish: DemoWish & { readonly rows: number }
  /** Write NDJSON there (`-` for standard output) and leave the database alone. */
  readonly out: string | undefined
  /** Load them even where imported events are stored. */
  readonly keepImported: boolean
}

const maxEvents = 100_000_000
const maxRows = 1_000_000

const usage = `Usage: npm run demo -- [options]

Loads events and reviews of a made-up company in place of any earlier demonstration. The same options give the same.
  --events N        how many events (5000)
  --rows N          how many rows the largest of its certifications has (50000)
  --seed S          any text; another seed gives others (1)
  --until T         the moment after which nothing is known, such as 2026-02-07T11:17:20Z (now)
  --out FILE        write the events as NDJSON to FILE (- for standard output) and leave the database alone
  --keep-imported   load them even though imported events or reviews are stored

Exit code: 0 done, 2 not started, 3 broken off.`

/** Reads the arguments of the demo command; `now` in milliseconds. Throws NotStarted with the usage. */
export function readOptions(args: string[], now: number): DemoOptions {
  const { values } = readArgs(usage, {
    args,
    options: {
      events: { type: 'string' },
      rows: { type: 'string' },
      seed: { type: 'string' },
      until: { type: 'string' },
      out: { type: 'string' },
      'keep-imported': { type: 'boolean' },
    },
  })
  const events = readCount('--events', values.events ?? '5000', maxEvents)
  const rows = readCount('--rows', values.rows ?? '50000', maxRows)
  const until = values.until === undefined ? { ns: BigInt(now) * 1_000_000n } : parseInstant(values.until)
  if (!until) throw new NotStarted(`--until takes a time such as 2026-02-07T11:17:20Z.\n\n${usage}`)
  return {
    wish: { events, rows, seed: values.seed ?? '1', until: Number(until.ns / 1_000_000n) },
    out: values.out,
    keepImported: values['keep-imported'] ?? false,
  }
}

function readCount(option: string, text: string, most: number): number {
  const count = Number(text)
  if (/^\d+$/.test(text) && count <= most && count >= 1) return count
  throw new NotStarted(`${option} takes a whole number from 1 to ${most}.\n\n${usage}`)
}
