import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import type { ExportJob } from '#contract/export-job.ts'
import { accessOfTwoReviews, expectedOf } from '#testing/last-time-oracle.ts'
import { type Answer, pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'
import { twoReviews } from '#testing/two-reviews.ts'
import { exportKinds } from '../../jobs/exports/export-kinds.ts'
import { startWorker } from '../../jobs/worker.ts'

const log = { info: () => undefined, warn: () => undefined }
const rows = accessOfTwoReviews(60, 5)
const people = { ana: 'reviewer', olga: 'operator', aud: 'auditor', root: 'admin' } as const
type Name = keyof typeof people
const names = Object.keys(people) as Name[]

let server: TestServer
let worker: { stop(): Promise<void> }
const cookies = new Map<Name, string>()
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  const { store } = server.database
  for (const name of names) cookies.set(name, await server.signIn(name, people[name]))
  const reviewers = () => ['ana@example.com', 'olga@example.com']
  for (const workflow_id of ['shown', 'hidden'])
    await twoReviews(server.database, rows, { workflow_id, reviewers })
  const hide = { diff_dropdown_behavior: 'ALWAYS_HIDE_FOR_ACCESS_REVIEWER_ROLE' }
  const settings = [
    { leaf: 'ui_customization_settings', workflow_id: 'hidden', value: hide },
    { leaf: 'allow_reviewer_exports', workflow_id: '', value: { allow_csv_exports: true } },
  ]
  await store.db.insertInto('review_setting').values(settings).execute()
  const kinds = exportKinds({ store, dir: server.exportDir })
  worker = await startWorker(store, { kinds, log, onLost: () => undefined })
})
afterAll(async () => {
  await worker.stop()
  await server.close()
})

const filter = encodeURIComponent('last_decision eq "REJECTED"')
const own = (workflow: string) => `/app/v1/certifications/${workflow}-now`
const vendor = (workflow: string) => `/api/preview/awf/certifications/${workflow}-now/results`
const exportsApi = '/api/preview/awf/exports/access_review'
const get = (name: Name, path: string) =>
  server.send('GET', path, { cookie: cookies.get(name) ?? '', 'sec-fetch-site': 'same-origin' })
const post = (name: Name, path: string, body: unknown) =>
  server.send('POST', path, { ...pageHeaders, cookie: cookies.get(name) ?? '' }, body)
const accept = { decision: 'RESULT_DECISION_ACCEPTED', notes: 'as before' }
const text = 'last_decision eq "REJECTED"'

/** Every place in which one may ask about last time, and what it answers where it is shown. */
const places: Readonly<Record<string, (name: Name, workflow: string) => Promise<Answer>>> = {
  positions: (name, workflow) => get(name, `${own(workflow)}/positions?last_time_filter=${filter}`),
  groups: (name, workflow) => get(name, `${own(workflow)}/groups?group_by=source&last_time_filter=${filter}`),
  'preview of an export': (name, workflow) =>
    get(name, `${own(workflow)}:export_preview?last_time_filter=${filter}`),
  export: (name, workflow) => post(name, `${own(workflow)}:export`, { format: 0, last_time_filter: text }),
  'bulk by a filter': (name, workflow) =>
    post(name, `${own(workflow)}/bulk:preview`, {
      choice: { last_time_filter: text },
      change: accept,
      reason: 'r',
    }),
  'accept the unchanged': (name, workflow) =>
    post(name, `${own(workflow)}/bulk:preview`, {
      choice: { unchanged_access: true },
      change: accept,
      reason: 'r',
    }),
}

const isOfBulk = (place: string) => place === 'bulk by a filter' || place === 'accept the unchanged'

describe.each(names)('where the settings hide what was last time, %s', (name) => {
  const isHidden = name === 'ana'

  test.each(Object.keys(places))('%s: 400 for reviewers alone', async (place) => {
    // Auditors change nothing.
    const shown = name === 'aud' && isOfBulk(place) ? 403 : 200
    expect((await places[place]?.(name, 'shown'))?.status).toBe(shown)
    const answer = await places[place]?.(name, 'hidden')
    expect(answer?.status, JSON.stringify(answer?.body)).toBe(isHidden ? 400 : shown)
  })

  test('counts and rows of it are there for staff alone', async () => {
    const counted = async (workflow: string) => (await get(name, `${own(workflow)}/last_time`)).status
    expect([await counted('shown'), await counted('hidden')]).toEqual([200, isHidden ? 404 : 200])
    const nonsense = await get(name, '/app/v1/certifications/nonsense/last_time')
    expect(nonsense.status).toBe(404)
    const context = async (workflow: string) =>
      ((await get(name, `${own(workflow)}/context`)).body as { value: { last_time: string } }).value.last_time
    expect([await context('shown'), await context('hidden')]).toEqual([
      'COMPARED',
      isHidden ? 'HIDDEN' : 'COMPARED',
    ])
    const listed = async (workflow: string) =>
      ((await get(name, `${own(workflow)}/rows?ids=0,1,2`)).body as { values: object[] }).values
    for (const row of await listed('shown')) expect(row).toHaveProperty('last_time.access_change')
    for (const row of await listed('hidden')) expect('last_time' in row).toBe(!isHidden)
  })

  test('what has gone is for who sees the whole of both', async () => {
    const sees = name === 'aud' || name === 'root'
    for (const workflow of ['shown', 'hidden'])
      expect((await get(name, `${own(workflow)}/gone`)).status).toBe(sees ? 200 : 404)
  })

  test('an export has its columns and fields for staff alone', async () => {
    for (const workflow of ['shown', 'hidden']) {
      const isThere = workflow === 'shown' || !isHidden
      const { header, cells } = await exported(name, { certification_id: `${workflow}-now` })
      expect(header.includes('access_change')).toBe(isThere)
      expect(JSON.stringify(cells)).toContain(isThere ? 'REJECTED_BY_RULE' : '')
      if (!isThere) expect(JSON.stringify(cells)).not.toMatch(/REJECTED_BY_RULE|NARROWER/)
    }
  })
})

test('the calls of the vendor know nothing of it', async () => {
  const asked = await get('root', `${vendor('shown')}?last_time_filter=${filter}`)
  expect(asked.status).toBe(400)
  const body = { format: 0, certification_id: 'shown-now', last_time_filter: text }
  expect((await post('root', `${exportsApi}:create`, body)).status).toBe(400)
  const listed = (await get('root', vendor('shown'))).body as { values: object[] }
  for (const row of listed.values) expect(row).not.toHaveProperty('last_time')
  expect((await get('root', `${vendor('shown')}/0`)).body).not.toHaveProperty('value.last_time')
})

test('an export by the settings of before is withheld once these hide what it tells', async () => {
  const { export_id } = await exported('ana', { certification_id: 'shown-now' })
  const hide = { diff_dropdown_behavior: 'ALWAYS_HIDE_FOR_ACCESS_REVIEWER_ROLE' }
  const { db } = server.database.store
  const setting = { leaf: 'ui_customization_settings', workflow_id: 'shown', value: hide }
  await db.insertInto('review_setting').values(setting).execute()
  expect((await get('ana', `${exportsApi}/${export_id}:download`)).status).toBe(403)
  await db.deleteFrom('review_setting').where('workflow_id', '=', 'shown').execute()
  expect((await get('ana', `${exportsApi}/${export_id}:download`)).status).toBe(200)
})

describe('an export compared with another review (veza-api B.9)', () => {
  const previous_certification_id = 'shown-before'

  test('says of each row what has become of it since that one', async () => {
    // Compared with itself nothing is new or other.
    const same = await exported('root', {
      certification_id: 'shown-now',
      previous_certification_id: 'shown-now',
    })
    expect(new Set(same.cells.map((row) => row['access_change']))).toEqual(new Set(['SAME']))
    const { cells } = await exported('root', { certification_id: 'shown-now', previous_certification_id })
    const expected = rows.filter((row) => row.now).map(expectedOf)
    expect(
      cells.map((row) => `${row['access_change']} ${row['last_decision']} ${row['last_notes']}`).toSorted(),
    ).toEqual(expected.map((one) => `${one.access_change} ${one.last_decision} ${one.last_note}`).toSorted())
  })

  test.each(['ana', 'olga'] as const)(
    '%s, who does not see the whole of that one, hears what a nonsense id does',
    async (name) => {
      const ask = (id: string) =>
        post(name, `${exportsApi}:create`, {
          format: 0,
          certification_id: 'shown-now',
          previous_certification_id: id,
        })
      // Of the last one they see rows of their own.
      const ids = [previous_certification_id, 'nonsense', 'hidden-now']
      for (const id of ids) expect((await ask(id)).status, id).toBe(404)
    },
  )
})

/** The cells of the rows of an export by the names of their columns. */
async function exported(name: Name, body: Readonly<Record<string, unknown>>) {
  const made = await post(name, `${exportsApi}:create`, { format: 0, ...body })
  expect(made.status, JSON.stringify(made.body)).toBe(200)
  const { export_id } = made.body as { export_id: string }
  await vi.waitFor(
    async () => {
      const { body: found } = await get(name, `${exportsApi}/${export_id}`)
      expect((found as { value: ExportJob }).value.status).toBe('FINISHED')
    },
    { timeout: 20_000, interval: 50 },
  )
  const response = await fetch(`${server.url}${exportsApi}/${export_id}:download`, {
    headers: { cookie: cookies.get(name) ?? '', 'sec-fetch-site': 'same-origin' },
  })
  const cells: Record<string, string>[] = parse(await response.text(), { columns: true, bom: true })
  return { export_id, cells, header: Object.keys(cells[0] ?? {}) }
}
