import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type pg from 'pg'
import { createRows } from '#server/store/reviews/certifications/create-rows.ts'
import { connect } from '#server/store/database/connect.ts'
import { importCertification } from './certification.ts'
import { median, ms, pairedRatio, ratioRow, row } from './figures.ts'
import { runCommand, thisBuild } from './program.ts'

const rows = 50_000
const rounds = 7
const at = '2026-11-20T00:00:00.000000000Z'
const log = { info: () => undefined, warn: console.error }

/**
 * Gathering the rows of a certification: where there is one before of which each row was decided, with which it is compared, and
 * where that one is not over, so that there is nothing to compare; in turns.
 */
export async function gathering(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'countersign-gathering-'))
  const compared: number[] = []
  const bare: number[] = []
  await runCommand(thisBuild, dataDir, 'demo', ['--events', '20', '--rows', '40'])
  const id = await importCertification(thisBuild, dataDir, {
    rows,
    name: 'Before',
    reviewerOf: () => 'ada.lovelace@example.com',
  })
  const database = await connect({ dataDir, applicationName: 'countersign bench', log })
  try {
    const client = await database.pool.connect()
    await client.query('SET statement_timeout = 0')
    await decideAll(client, id)
    for (let round = -1; round < rounds; round += 1) {
      const without = await gatherOnce(client, id, false)
      const withBefore = await gatherOnce(client, id, true)
      if (round < 0) continue // pages into memory first
      bare.push(without)
      compared.push(withBefore)
    }
    client.release(true)
  } finally {
    await database.close()
    await rm(dataDir, { recursive: true, force: true })
  }
  row('rounds, load of the machine', `${rounds}, ${loadavg()[0]?.toFixed(1)}`)
  row(`${rows} rows gathered and compared`, `${ms(median(compared))}; not compared: ${ms(median(bare))}`)
  ratioRow('compared / not compared', pairedRatio(compared, bare), { atMost: 1.3 })
}

async function decideAll(client: pg.PoolClient, id: string): Promise<void> {
  await client.query(
    `UPDATE result SET decision = 'RESULT_DECISION_ACCEPTED', version = 2
     WHERE certification = (SELECT number FROM certification WHERE certification_id = $1)`,
    [id],
  )
  await client.query(
    `INSERT INTO result_log (certification, seq, result_id, version, action, actor, via, at, detail)
     SELECT certification, 1000000 + result_id, result_id, 2, 'DECISION', reviewers -> 0, 'session', $2, '{}' FROM result
     WHERE certification = (SELECT number FROM certification WHERE certification_id = $1)`,
    [id, at],
  )
  await client.query('VACUUM ANALYZE result, result_log')
}

/** Gathers the rows of a certification that is like another one, and takes them back; how many milliseconds it took. */
async function gatherOnce(client: pg.PoolClient, id: string, isOver: boolean): Promise<number> {
  await client.query('BEGIN')
  try {
    if (isOver)
      await client.query(
        `UPDATE certification SET state = 'CERT_STATE_COMPLETED', completed_at = $2 WHERE certification_id = $1`,
        [id, at],
      )
    await client.query(
      `INSERT INTO certification OVERRIDING SYSTEM VALUE SELECT (jsonb_populate_record(certification,
         '{"number": 1000000, "certification_id": "now", "state": "CERT_STATE_SEARCHING", "completed_at": null}')).*
       FROM certification WHERE certification_id = $1`,
      [id],
    )
    const began = performance.now()
    const total = await createRows(client, 1_000_000, at)
    const took = performance.now() - began
    const { rows: facts } = await client.query(`SELECT FROM last_time WHERE certification = 1000000`)
    if (total !== rows || facts.length !== (isOver ? rows : 0))
      throw new Error(`${total} rows, ${facts.length} facts`)
    return took
  } finally {
    await client.query('ROLLBACK')
  }
}
