import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, onTestFinished, test } from 'vitest'
import { awkwardEvents, insertEvents } from '#testing/action-events.ts'
import { insertReview } from '#testing/insert-review.ts'
import { createRandom } from '#testing/random.ts'
import { aNode, aRow, aUser } from '#testing/review-data.ts'
import { startServer } from '#testing/start-server.ts'
import { causeOf } from '../causes/cause-of.ts'
import { exportKinds } from '../jobs/exports/export-kinds.ts'
import { startWorker } from '../jobs/worker.ts'
import { fillCauses } from '../store/activity/causes/fill-causes.ts'

test('packs of this server are verified by tools/verify-pack.mjs, with the keys that it tells', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'countersign-test-verified-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  const server = await startServer(inject('postgresUrl'))
  onTestFinished(() => server.close())
  const { store } = server.database
  const log = { info: () => undefined, warn: () => undefined }
  const kinds = exportKinds({ store, dir: server.exportDir })
  const worker = await startWorker(store, { kinds, log, onLost: () => undefined })
  onTestFinished(() => worker.stop())
  await insertEvents(store.db, awkwardEvents(100, createRandom(1)))
  await fillCauses(store)
  const rows = ['=x', 'é\u202e', 'z'].map((name) => aRow({ source: aNode('OktaUser', name), notes: name }))
  const certification_id = await insertReview(server, rows, { name: 'Quarter\u001b[2J' })
  await server.signIn('root', 'admin')
  const key = await server.keyOf(aUser('root'), 'activity:export', 'reviews:export')
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }

  async function packOf(path: string, body: object): Promise<string> {
    const { status, body: made } = await server.send('POST', path, headers, body)
    expect(status, JSON.stringify(made)).toBe(200)
    const answer = made as { readonly id?: string; readonly value?: { readonly id: string } }
    const id = answer.id ?? answer.value?.id ?? ''
    const job = store.db.selectFrom('job').select('state').where('id', '=', id)
    await expect
      .poll(async () => (await job.executeTakeFirst())?.state, { timeout: 20_000, interval: 20 })
      .toBe('FINISHED')
    const pack = await fetch(`${server.url}/app/v1/exports/${id}/pack`, { headers })
    const file = join(dir, `${id}.zip`)
    writeFileSync(file, Buffer.from(await pack.arrayBuffer()))
    return file
  }

  const events = '/app/v1/activity/action_events:export'
  const packs = [
    await packOf(`${events}?jsonl=true`, {
      filter: 'not (identity_name co "x")',
      order_by: 'started_at asc',
    }),
    await packOf(`${events}?format=XLSX`, { filter: 'state eq "ERRORED" and state eq "RUNNING"' }),
    await packOf(`/app/v1/activity/failures/${causeOf([]).cause_id}/identities:export`, {}),
    await packOf('/api/preview/awf/exports/access_review:create', { certification_id, format: 0 }),
  ]
  const message = '%_ "İ\u202e'
  packs.push(await packOf('/app/v1/activity/events:export', { filter: 'state eq "ERRORED"', message }))
  const told = await fetch(`${server.url}/app/v1/export-key`)
  const keyFile = join(dir, 'export-keys.json')
  writeFileSync(keyFile, Buffer.from(await told.arrayBuffer()))
  for (const pack of packs) {
    const args = ['tools/verify-pack.mjs', '--key', keyFile, pack]
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    expect(stdout).toMatch(/1\. Files: as in the manifest\n2\. Signature: by .*\n3\. Complete\n\nVERIFIED\n$/)
    expect(stdout).not.toMatch(/[^\P{C}\n]/u)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  }
})
