import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BulkChange } from '#contract/reviews/bulk.ts'
import { bareChange, resetRows } from './bulk-bare.ts'
import { type BulkServer, startBulkServer } from './bulk-server.ts'
import { median, ms, pairedRatio, percentile, ratioRow, row } from './figures.ts'
import { end } from './program.ts'

const decided = 10_000
const signedOff = 50_000
/** Rows that others decide one by one meanwhile. */
const single = 20_000
/** So long one waits between two decisions, in milliseconds. */
const pause = 10
const accept: BulkChange = { decision: 'RESULT_DECISION_ACCEPTED' }
const signOff: BulkChange = { signed_off_state: 'SIGNED_OFF' }

type Figures = { readonly ours: number[]; readonly bare: number[] }

/**
 * Changes of many rows: 10,000 decided, 50,000 signed off, a preview of 50,000, each beside one UPDATE of as many rows with one
 * INSERT of their log entries, in turns; and what a single decision of the same review takes meanwhile.
 */
export async function bulk(rounds: number): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'countersign-bulk-'))
  const scene = await startBulkServer(join(dir, 'data'), signedOff, single)
  const figures = { decided: noFigures(), signed: noFigures(), preview: noFigures() }
  const alone: number[] = []
  const beside: number[] = []
  try {
    await decideFor(scene, () => false, 100) // a warm server
    for (let round = 0; round < rounds; round += 1) {
      await resetRows(scene)
      figures.decided.bare.push(await bareChange(scene, 'decide', decided))
      await resetRows(scene)
      alone.push(...(await decideFor(scene, () => false, 300)))
      figures.decided.ours.push((await change(scene, accept, decided)).took)
      await resetRows(scene)
      beside.push(...(await change(scene, accept, signedOff, true)).singles)
      await resetRows(scene)
      await bareChange(scene, 'decide', signedOff)
      await resetRows(scene, 'decided')
      figures.signed.bare.push(await bareChange(scene, 'sign off', signedOff))
      await resetRows(scene, 'decided')
      const signing = await change(scene, signOff, signedOff)
      figures.signed.ours.push(signing.took)
      figures.preview.ours.push(signing.preview)
      figures.preview.bare.push(figures.signed.bare.at(-1) ?? Number.NaN)
    }
    row('rounds, load of the machine', `${rounds}, ${loadavg()[0]?.toFixed(1)}`)
    tell(`${decided} rows decided, from the job’s start to its end`, figures.decided, 'aim 5 s')
    tell(`${signedOff} rows signed off, the same`, figures.signed, 'aim 20 s')
    tell(`a preview of ${signedOff} rows, over HTTP`, figures.preview, 'aim 1.5 s')
    const [before, meanwhile] = [percentile(alone, 0.99), percentile(beside, 0.99)]
    row('single decisions alone', `${alone.length}, p50 ${ms(median(alone))}, p99 ${ms(before)}`)
    row('single decisions meanwhile', `${beside.length}, p50 ${ms(median(beside))}, p99 ${ms(meanwhile)}`)
    ratioRow('p99 meanwhile / alone', meanwhile / before, { atMost: 3 })
  } finally {
    await end(scene.server.child, 'SIGTERM')
    await scene.close()
    await rm(dir, { recursive: true, force: true })
  }
}

const noFigures = (): Figures => ({ ours: [], bare: [] })

/** Previews and runs a change, alone or while others decide one by one. */
async function change(scene: BulkServer, wanted: BulkChange, rows: number, withSingles = false) {
  const began = performance.now()
  const { bulk_id, to_change } = await scene.client.preview(wanted, rows)
  const preview = performance.now() - began
  if (to_change !== rows) throw new Error(`${to_change} of ${rows} rows are to be changed`)
  await scene.client.run(bulk_id)
  let running = withSingles
  const deciding = decideFor(scene, () => running)
  const over = await scene.client.over(bulk_id)
  running = false
  if (over.outcomes.length !== 1 || over.outcomes[0]?.rows !== rows)
    throw new Error(`not all rows were changed: ${JSON.stringify(over.outcomes)}`)
  const { rows: jobs } = await scene.pool.query<{ took: number }>(
    `SELECT (extract(epoch FROM bulk.ended_at - job.started_at) * 1000)::float8 AS took
     FROM job JOIN bulk ON bulk.job_id = job.id WHERE bulk_id = $1`,
    [bulk_id],
  )
  return { preview, took: jobs[0]?.took ?? Number.NaN, singles: await deciding }
}

/** Decides one row after the other: so many, or for as long as that is so. What each took. */
async function decideFor(scene: BulkServer, isOn: () => boolean, count = 0): Promise<number[]> {
  const took: number[] = []
  while (took.length < count || isOn()) {
    took.push(await scene.decideOne())
    await sleep(pause)
  }
  return took
}

function tell(what: string, { ours, bare }: Figures, aim: string): void {
  row(what, `${ms(median(ours))} (${aim}); one UPDATE and one INSERT: ${ms(median(bare))}`)
  ratioRow('the ratio', pairedRatio(ours, bare), { atMost: 4 })
}
