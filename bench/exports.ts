import { maxSheetRows } from '#contract/export-job.ts'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { csvHeader } from '#server/store/activity/csv-columns.ts'
import { apiKeys } from '#server/store/keys/api-keys.ts'
import { copyAlone } from './copy-alone.ts'
import { ExportClient } from './export-client.ts'
import { median, ms, pairedRatio, ratioRow, row } from './figures.ts'
import { dataDirOf, millionEvents } from './million.ts'
import { childOf, forgetMost, memoryOf } from './processes.ts'
import { end, freePort, startProgram } from './program.ts'
import { unpack, zipAlone } from './zip-alone.ts'

const rounds = 5
const growthLimitMib = 64
const sheet = 'xl/worksheets/sheet1.xml'

/** What takes turns: ours and its measure, in milliseconds. */
type Turns = { readonly ours: number[]; readonly measure: number[] }
const turns = (): Turns => ({ ours: [], measure: [] })

/**
 * Exports of so many events. From the job's start to its end and the bytes of its file, without waiting to be polled, beside
 * `\copy` of the same statement; its pack and a workbook beside `yazl` alone with the same bytes; and the memory that the
 * server and its worker take for them.
 */
export async function exports(events = 1_000_000): Promise<void> {
  const store = await millionEvents(events)
  const dataDir = dataDirOf(events)
  const dir = await mkdtemp(join(tmpdir(), 'countersign-bench-'))
  const { child, url } = await startProgram(dataDir, await freePort())
  try {
    const { key } = await apiKeys(store.db, () => new Date()).createKey(
      ['activity:export', 'activity:read'],
      1,
    )
    const client = new ExportClient(url, key)
    const { way, copy } = await copyAlone(store)
    const server = child.pid ?? 0
    const memory = await watchMemory({ server, worker: await childOf(server) })
    const csv = turns()
    const parts: { readonly made: number[]; readonly fetched: number[] } = { made: [], fetched: [] }
    const pack = turns()
    const workbook = turns()
    for (let round = 0; round < rounds; round += 1) {
      // Whichever is second finds the rows in memory.
      const before = round % 2 === 1 ? await copy(dir) : undefined
      const id = await client.make(0)
      const { job, took } = await client.finished(id)
      const { took: fetching, bytes } = await client.download(id)
      const copied = before ?? (await copy(dir))
      csv.ours.push(took + fetching)
      parts.made.push(took)
      parts.fetched.push(fetching)
      csv.measure.push(copied.took)
      if (bytes !== job.bytes || bytes !== copied.bytes + csvHeader.length || job.row_count !== events)
        throw new Error(`${job.row_count} rows in ${bytes} bytes, copied were ${copied.bytes}`)
      pack.ours.push((await client.pack(id)).took)
      pack.measure.push(await zipAlone([join(dataDir, 'exports', `${id}.csv`)]))
    }
    const sheets = events <= maxSheetRows ? rounds : 0
    for (let round = 0; round < sheets; round += 1) {
      const { took, file } = await makeWorkbook(client, dir)
      workbook.ours.push(took)
      await unpack(file, sheet, join(dir, 'sheet.xml'))
      workbook.measure.push(await zipAlone([join(dir, 'sheet.xml')]))
    }
    tell('an export as CSV, from start to end, and its bytes', csv, way, 1.3)
    row('of it made, and fetched by curl', `${ms(median(parts.made))}, ${ms(median(parts.fetched))}`)
    tell('its pack', pack, 'yazl alone', 1.5)
    if (workbook.ours.length > 0) tell('an export as XLSX, and its bytes', workbook, 'yazl alone', 3)
    for (const [name, grown] of Object.entries(await memory.grown()))
      row(
        `memory of the ${name}, growth`,
        `${grown.toFixed(1)} MiB`,
        `≤ ${growthLimitMib} MiB`,
        grown <= growthLimitMib,
      )
  } finally {
    await end(child, 'SIGTERM')
    await store.close()
    await rm(dir, { recursive: true, force: true })
    // The directory of the files is made again by the next server; their jobs have no file then.
    await rm(join(dataDir, 'exports'), { recursive: true, force: true })
  }
}

async function makeWorkbook(client: ExportClient, dir: string) {
  const id = await client.make(6)
  const { took } = await client.finished(id)
  const file = join(dir, 'export.xlsx')
  return { took: took + (await client.download(id, file)).took, file }
}

/** How much more memory processes have had since now than they have now, once they are quiet. */
async function watchMemory(pids: Readonly<Record<string, number>>) {
  await sleep(2000)
  const began = new Map<string, number>()
  for (const [name, pid] of Object.entries(pids)) {
    await forgetMost(pid)
    began.set(name, (await memoryOf(pid)).now)
  }
  return {
    grown: async (): Promise<Readonly<Record<string, number>>> => {
      const grown: Record<string, number> = {}
      for (const [name, pid] of Object.entries(pids))
        grown[name] = (await memoryOf(pid)).most - (began.get(name) ?? 0)
      return grown
    },
  }
}

function tell(what: string, { ours, measure }: Turns, other: string, atMost: number): void {
  row(what, ms(median(ours)))
  row(`the same by ${other}`, ms(median(measure)))
  ratioRow(`${what} / ${other}`, pairedRatio(ours, measure), { atMost })
}
