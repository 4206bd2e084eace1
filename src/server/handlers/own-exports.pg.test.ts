import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import type { ExportJob } from '#contract/export-job.ts'
import type { ExportPreview, OwnExport } from '#contract/own-exports.ts'
import type { Role } from '#contract/permissions.ts'
import { anEvent, insertEvents } from '#testing/action-events.ts'
import { insertReview, rowsOf } from '#testing/insert-review.ts'
import { aUser } from '#testing/review-data.ts'
import { type Answer, pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'
import { startImport } from '../store/activity/imports.ts'
import { expireJobs } from '../store/jobs/job-rows.ts'
import { failJob, finishJob, noteProgress, takeJob } from '../store/jobs/job-runs.ts'

let server: TestServer
let review: string
const people = { ana: 'reviewer', ben: 'reviewer', aud: 'auditor', root: 'admin' } as const
type Name = keyof typeof people
const cookies = new Map<Name, string>()

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  for (const [name, role] of Object.entries(people) as [Name, Role][])
    cookies.set(name, await server.signIn(name, role))
  const { store } = server.database
  const events = ['a', 'b', 'c'].map((action_name) => anEvent({ action_name, state: 'ERRORED' }))
  await insertEvents(store.db, [...events, anEvent({ action_name: 'd', state: 'COMPLETED' })])
  review = await insertReview(
    server,
    [...rowsOf(['x', 'y']), ...rowsOf(['z'], { reviewers: [aUser('ben')] })],
    {
      name: '',
      demo: true,
      settings: { allow_reviewer_exports: { allow_csv_exports: true } },
    },
  )
})
afterAll(() => server.close())

const headersOf = (name: Name) => ({ ...pageHeaders, cookie: cookies.get(name) ?? '' })
const read = async (name: Name, path: string) => await server.send('GET', path, headersOf(name))
const send = async (name: Name, path: string, body: object = {}) =>
  await server.send('POST', path, headersOf(name), body)
const valueOf = <T>({ body }: Answer) => (body as { value: T }).value

const ofEvents = async (name: Name, body: object = {}) =>
  valueOf<{ id: string }>(await send(name, '/app/v1/activity/action_events:export', body)).id
const ofReview = async (name: Name, body: object = {}) => {
  const path = '/api/preview/awf/exports/access_review:create'
  const answer = await send(name, path, { certification_id: review, format: 0, ...body })
  return (answer.body as { id: string }).id
}
const list = async (name: Name) =>
  ((await read(name, '/app/v1/exports')).body as { values: OwnExport[] }).values
const cancel = async (name: Name, id: string) => await send(name, `/app/v1/exports/${id}:cancel`)
const facts = { file_name: 'f.csv', row_count: 2, bytes: 20, sha256: 'ab' }
const resultOf = (runs: readonly number[]) => ({
  ...facts,
  guarded_cells: 0,
  cut_cells: 0,
  seen: { whole: false, runs },
})

describe('the list', () => {
  test('has the own exports of both kinds with what was asked for, and those of nobody else', async () => {
    const events = await ofEvents('aud', { filter: 'state  eq "ERRORED"', order_by: 'state' })
    const mutable_filter = 'decision eq "RESULT_DECISION_NONE"'
    const rows = await ofReview('aud', { mutable_filter, order_by: 'source.name desc' })
    await ofReview('ana')
    const all = await list('aud')
    expect(all.map(({ id }) => id)).toEqual([rows, events])
    expect(all).toMatchObject([
      { kind: 'ACCESS_REVIEW', filter: null, mutable_filter, order_by: 'source.name desc', withheld: null },
      { kind: 'ACTION_EVENTS', filter: 'state eq "ERRORED"', mutable_filter: null, order_by: 'state asc' },
    ])
    // It has no name of its own.
    expect(all[0]).toMatchObject({
      certification_id: review,
      certification_name: expect.stringMatching(/^Workflow \d/),
    })
    expect(all[1]).toMatchObject({ certification_id: null, status: 'CREATED', format: 'CSV' })
    expect((await list('ana')).map(({ kind }) => kind)).toEqual(['ACCESS_REVIEW'])
    expect(await list('root')).toEqual([])
    for (const { id } of [...all, ...(await list('ana'))]) await cancel('root', id)
  })

  test('has only kinds that its reader may still take away', async () => {
    const id = await ofEvents('aud')
    const rows = await ofReview('aud')
    const key = await server.keyOf(aUser('aud'), 'reviews:export')
    const { body } = await server.get('/app/v1/exports', key)
    expect((body as { values: OwnExport[] }).values.map(({ kind }) => kind)).not.toContain('ACTION_EVENTS')
    const bearer = { authorization: `Bearer ${key}` }
    expect((await server.send('POST', `/app/v1/exports/${id}:cancel`, bearer)).status).toBe(404)
    expect((await list('aud'))[1]).toMatchObject({ id, status: 'CREATED' })
    expect((await cancel('ana', rows)).status).toBe(404)
    for (const own of [id, rows])
      expect(valueOf<ExportJob>(await cancel('aud', own)).status).toBe('CANCELLED')
  })

  test('tells nothing of what is in an export whose rows its maker sees no more', async () => {
    const { db } = server.database.store
    const run = { id: await ofReview('ana'), worker: 'w' }
    await takeJob(db, run)
    await finishJob(db, run, resultOf([0, 2]), 24)
    expect((await list('ana'))[0]).toMatchObject({
      status: 'FINISHED',
      withheld: null,
      whole: false,
      ...facts,
    })
    const hers = db.updateTable('result_reviewer').where('result_id', '=', 0)
    await hers.set({ user_id: 'ben' }).execute()
    onTestFinished(async () => void (await hers.set({ user_id: 'ana' }).execute()))
    const [withheld] = await list('ana')
    expect(withheld).toMatchObject({
      withheld: 'You do not see all rows of this export any more. Export again.',
      row_count: null,
      whole: null,
      sha256: null,
      file_name: null,
      certification_name: null,
      progress: { total_rows: null, written_bytes: 0 },
    })
  })
})

test('stopping an export of rows that its maker sees no more says that it is stopped, and nothing of the rows', async () => {
  const { db } = server.database.store
  const run = { id: await ofReview('ben'), worker: 'w' }
  await takeJob(db, run)
  await noteProgress(db, run, { total_rows: 1, written_bytes: 5 })
  const his = db.updateTable('result_reviewer').where('result_id', '=', 2)
  await his.set({ user_id: 'ana' }).execute()
  onTestFinished(async () => void (await his.set({ user_id: 'ben' }).execute()))
  const path = `/api/preview/awf/exports/access_review/${run.id}:cancel`
  const answer = await send('ben', path)
  expect(answer.status).toBe(200)
  expect(valueOf(answer)).toMatchObject({
    status: 'CANCELLED',
    progress: { total_rows: null, written_bytes: 0 },
  })
  // Now that nothing is left to stop, it answers as polling does.
  expect((await send('ben', path)).status).toBe(403)
})

describe('the stream', () => {
  async function follow(name: Name) {
    const stop = new AbortController()
    onTestFinished(() => stop.abort())
    const init = { headers: headersOf(name), signal: stop.signal }
    const { status, body } = await fetch(`${server.url}/app/v1/exports/changes`, init)
    expect(status).toBe(200)
    const events: OwnExport[] = []
    const reading = async () => {
      let text = ''
      for await (const piece of (body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
        text += piece
        const blocks = text.split('\n\n')
        text = blocks.pop() ?? ''
        for (const block of blocks) {
          const [, data] = /^event: export\ndata: (.*)$/.exec(block) ?? []
          if (data !== undefined) events.push(JSON.parse(data))
        }
      }
    }
    reading().catch(() => stop.abort())
    const states = (id: string) => events.flatMap((event) => (event.id === id ? [event.status] : []))
    return { events, states }
  }

  test('tells of each step of the own exports, and of none of others', async () => {
    const { db } = server.database.store
    const [own, others] = [await follow('aud'), await follow('root')]
    const run = { id: await ofEvents('aud'), worker: 'w' }
    const reaches = async (id: string, status: string) =>
      await vi.waitFor(() => expect(own.states(id).at(-1)).toBe(status), { timeout: 10_000 })
    await reaches(run.id, 'CREATED')
    await takeJob(db, run)
    await reaches(run.id, 'PROCESSING')
    await noteProgress(db, run, { total_rows: 3, written_bytes: 7 })
    await vi.waitFor(() => expect(own.events.at(-1)?.progress).toEqual({ total_rows: 3, written_bytes: 7 }))
    await finishJob(db, run, resultOf([]), 0)
    // Kept for no time at all, so it is over at once.
    await reaches(run.id, 'EXPIRED')
    const seen = own.events.length
    await expireJobs(db)
    await vi.waitFor(() => expect(own.events.length).toBeGreaterThan(seen))
    const failed = { id: await ofEvents('aud'), worker: 'w' }
    await takeJob(db, failed)
    await failJob(db, failed, 'No room.')
    await reaches(failed.id, 'FAILED')
    expect(own.events.at(-1)?.error_message).toBe('No room.')
    const stopped = await ofEvents('aud')
    await cancel('aud', stopped)
    await reaches(stopped, 'CANCELLED')
    expect(others.events).toEqual([])
  })
})

describe('the preview', () => {
  const query = (filter: string) => new URLSearchParams({ filter }).toString()
  const events = async (name: Name, filter: string) =>
    await read(name, `/app/v1/activity/action_events:export_preview?${query(filter)}`)
  const rows = async (name: Name, text = '') =>
    await read(name, `/app/v1/certifications/${review}:export_preview?${text}`)

  test('counts what the caller would take away', async () => {
    expect(valueOf(await events('aud', 'state eq "ERRORED"'))).toEqual({
      row_count: 3,
      refusal: null,
      whole: true,
    })
    expect((await events('aud', 'nme eq "x"')).status).toBe(400)
    expect((await events('ana', '')).status).toBe(403)
    const counts = async (name: Name, text?: string) => {
      const { row_count, whole } = valueOf<ExportPreview>(await rows(name, text))
      return [row_count, whole]
    }
    expect(await counts('aud')).toEqual([3, true])
    expect(await counts('ana')).toEqual([2, false])
    expect(await counts('aud', query('source.name eq "z"'))).toEqual([1, true])
  })

  test('says why an export would be refused, and counts nothing then', async () => {
    const { db } = server.database.store
    const setting = db.updateTable('review_setting')
    await setting.set({ value: { allow_csv_exports: false } }).execute()
    expect(valueOf(await rows('ana'))).toMatchObject({
      row_count: null,
      refusal: { reason: 'not allowed', message: expect.stringContaining('allow_csv_exports') },
    })
    await db.updateTable('certification').set({ demo: false }).execute()
    cookies.set('aud', await server.signInDemo('aud', 'auditor'))
    expect(valueOf(await rows('aud'))).toMatchObject({ row_count: null, refusal: { reason: 'key needed' } })
    await startImport(db, { fileName: 'real.jsonl', demo: false })
    expect(valueOf(await events('aud', ''))).toMatchObject({
      row_count: null,
      refusal: { reason: 'key needed', message: expect.stringContaining('Take an API key') },
    })
    const [newest] = await list('aud')
    expect(newest).toMatchObject({ row_count: null, withheld: expect.stringContaining('Take an API key') })
  })
})
