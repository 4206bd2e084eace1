import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bareChange, resetRows } from './bulk-bare.ts'
import { startBulkServer } from './bulk-server.ts'
import { end } from './program.ts'

export async function prof(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'countersign-prof-'))
  const scene = await startBulkServer(join(dir, 'data'), 50_000, 200)
  await scene.pool.query(`ALTER SYSTEM SET log_min_duration_statement = '0'`)
  await scene.pool.query('SELECT pg_reload_conf()')
  const took = async (id: string) => {
    await scene.client.over(id)
    const { rows } = await scene.pool.query<{ took: number }>(
      `SELECT (extract(epoch FROM bulk.ended_at - job.started_at) * 1000)::float8 AS took FROM job JOIN bulk ON bulk.job_id = job.id WHERE bulk_id = $1`, [id])
    return rows[0]?.took
  }
  for (let i = 0; i < 1; i += 1) {
    await resetRows(scene)
    const bare = await bareChange(scene, 'decide', 10_000)
    await resetRows(scene)
    const a = performance.now()
    const one = await scene.client.preview({ decision: 'RESULT_DECISION_ACCEPTED' }, 10_000)
    const p = performance.now() - a
    await scene.client.run(one.bulk_id)
    console.log('decide 10k: preview', p, 'run', await took(one.bulk_id), 'bare', bare)
    await resetRows(scene)
    await bareChange(scene, 'decide', 50_000)
    await resetRows(scene, 'decided')
    const bare2 = await bareChange(scene, 'sign off', 50_000)
    await resetRows(scene, 'decided')
    const b = performance.now()
    const two = await scene.client.preview({ signed_off_state: 'SIGNED_OFF' }, 50_000)
    const q = performance.now() - b
    await scene.client.run(two.bulk_id)
    console.log('sign 50k: preview', q, 'run', await took(two.bulk_id), 'bare', bare2)
  }
  await end(scene.server.child, 'SIGTERM')
  await scene.close()
  console.log(dir)
}
