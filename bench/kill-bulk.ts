import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createRandom } from '#testing/random.ts'
import { type BulkServer, startBulkServer } from './bulk-server.ts'
import { row } from './figures.ts'
import { childOf } from './processes.ts'
import { end, ready, startProgram } from './program.ts'

const rows = 10_000
const single = 20_000
const times = 8

/**
 * kill -9 of the server, its worker and PostgreSQL, eight times in turn, while 10,000 rows are decided at once and others one by
 * one: each row has one outcome, the counters are those of the rows and of the log, and an undo brings back all.
 */
export async function killBulk(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'countersign-kill-'))
  const scene = await startBulkServer(join(dir, 'data'), rows, single)
  try {
    const before = await states(scene)
    const { bulk_id } = await scene.client.preview(
      { decision: 'RESULT_DECISION_ACCEPTED', notes: 'all' },
      rows,
    )
    await scene.client.run(bulk_id)
    const { inTime, decided } = await killDuring(scene, bulk_id)
    row(`killed ${times} times, while it ran`, `${inTime} times`)
    await tellState(scene, bulk_id, decided)
    const undo = await again(() => scene.client.undo(bulk_id))
    await again(() => scene.client.run(undo.bulk_id))
    await again(() => scene.client.over(undo.bulk_id))
    const after = await states(scene)
    const back = [...before].filter(([id, state]) => after.get(id) === state).length
    row('rows that the undo brought back', String(back), String(rows), back === rows)
  } finally {
    await scene.close()
    await end(scene.server.child, 'SIGTERM')
    await rm(dir, { recursive: true, force: true })
  }
}

/** Kills at random moments until the change is over, and how many of those met it; how many rows others have decided. */
async function killDuring(scene: BulkServer, bulk_id: string) {
  const random = createRandom(Date.now())
  let on = true
  const deciding = decideUntil(scene, () => on)
  let inTime = 0
  for (let kill = 0; kill < times; kill += 1) {
    const done = await endedRows(scene, bulk_id)
    await until(async () => (await endedRows(scene, bulk_id)) > done || (await isOver(scene, bulk_id)))
    await sleep(random.below(150))
    if (!(await isOver(scene, bulk_id))) inTime += 1
    await killOne(scene, (['worker', 'server', 'PostgreSQL'] as const)[kill % 3] ?? 'worker')
  }
  await until(() => isOver(scene, bulk_id))
  on = false
  return { inTime, decided: await deciding }
}

/** What others decide meanwhile; a decision that was not answered is looked up. */
async function decideUntil(scene: BulkServer, isOn: () => boolean): Promise<number> {
  let decided = 0
  while (isOn()) {
    await scene.decideOne().then(
      () => (decided += 1),
      () => sleep(50),
    )
    await sleep(10)
  }
  return decided
}

async function killOne(scene: BulkServer, victim: 'worker' | 'server' | 'PostgreSQL'): Promise<void> {
  const { server, dataDir, port } = scene
  if (victim === 'server') {
    await end(server.child, 'SIGKILL')
    scene.server = await startProgram(dataDir, port)
  } else if (victim === 'worker') process.kill(await childOf(server.child.pid ?? 0), 'SIGKILL')
  else {
    const pid = (await readFile(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8')).split('\n')[0]
    process.kill(Number(pid), 'SIGKILL')
    await sleep(20)
    await ready(server.url)
  }
}

/** One number of the database, asked again while that is away. */
async function count({ pool }: BulkServer, statement: string, values: readonly unknown[]): Promise<number> {
  return await again(async () => {
    const { rows: counted } = await pool.query<{ count: number }>(statement, [...values])
    return Number(counted[0]?.count)
  })
}

const endedRows = (scene: BulkServer, bulk_id: string) =>
  count(scene, 'SELECT count(outcome) FROM bulk_row WHERE bulk_id = $1', [bulk_id])
const isOver = async (scene: BulkServer, bulk_id: string) =>
  (await count(scene, `SELECT count(*) FROM bulk WHERE bulk_id = $1 AND state = 'RUNNING'`, [bulk_id])) === 0

async function again<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await attempt()
    } catch (error) {
      if (tries > 600) throw error
      await sleep(50)
    }
  }
}

/** Waits until something is so. Throws where it is not within two minutes. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const late = performance.now() + 120_000
  while (!(await isSo())) {
    if (performance.now() > late) throw new Error('nothing has moved for two minutes')
    await sleep(10)
  }
}

async function tellState(scene: BulkServer, bulk_id: string, decided: number): Promise<void> {
  const n = scene.number
  const of = (what: string) => count(scene, what, [n])
  const done = await count(
    scene,
    `SELECT count(*) FROM bulk_row JOIN result ON certification = $2 AND result.result_id = bulk_row.result_id
     WHERE bulk_id = $1 AND outcome = 'DONE' AND decision = 'RESULT_DECISION_ACCEPTED' AND result.version = 2 AND notes = 'all'
       AND (SELECT count(*) FROM result_log AS l WHERE l.certification = $2 AND l.result_id = result.result_id
         AND l.version > 1 AND l.detail ->> 'bulk' = $1) = 1`,
    [bulk_id, n],
  )
  row('rows with one outcome, which is done, and one entry', String(done), String(rows), done === rows)
  const accepted = await of('SELECT total_accepted_count AS count FROM certification WHERE number = $1')
  const rejected = await of('SELECT total_rejected_count AS count FROM certification WHERE number = $1')
  const byRows = (decision: string) =>
    of(`SELECT count(*) FROM result WHERE certification = $1 AND decision = 'RESULT_DECISION_${decision}'`)
  const byLog = (decision: string) =>
    of(`SELECT count(*) FROM (SELECT DISTINCT ON (result_id) detail FROM result_log WHERE certification = $1
      AND action = 'DECISION' ORDER BY result_id, seq DESC) AS last
      WHERE detail -> 'decision_detail' ->> 'decision' = 'RESULT_DECISION_${decision}'`)
  const folds = [
    await byRows('ACCEPTED'),
    await byLog('ACCEPTED'),
    await byRows('REJECTED'),
    await byLog('REJECTED'),
  ]
  const same = folds.join() === [accepted, accepted, rejected, rejected].join()
  row('counters; rows and log say', `${accepted}, ${rejected}; ${folds.join(', ')}`, 'the same', same)
  row('decided one by one, answered; counted', `${decided}; ${rejected}`, 'none lost', rejected >= decided)
}

/** What an undo is to bring back of each row. */
async function states({ pool, number }: BulkServer): Promise<ReadonlyMap<number, string>> {
  const { rows: all } = await pool.query<{ result_id: number; state: string }>(
    `SELECT result_id, jsonb_build_array(decision, notes, reviewers, signed_off_state)::text AS state FROM result
     WHERE certification = $1 AND result_id < $2`,
    [number, rows],
  )
  return new Map(all.map(({ result_id, state }) => [result_id, state]))
}
