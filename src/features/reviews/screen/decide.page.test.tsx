import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { renderApp } from '#testing/render-app.tsx'
import { aNode, aRow, aUser, insertCertification, insertWorkflow } from '#testing/review-data.ts'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
let review = 0

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await insertWorkflow(server.database.store.db, { workflow_id: 'w1', name: 'Bucket readers' })
})

afterAll(() => server.close())

/** Each test has a review of its own with a row for each of three people. */
beforeEach(async () => {
  review += 1
  const row = (id: string) => aRow({ source: aNode('OktaUser', id), reviewers: [aUser('ana')] })
  const certification = { certification_id: `c${review}`, workflow_id: 'w1' }
  await insertCertification(server.database.store.db, certification, ['jdoe', 'ksmith', 'lchen'].map(row))
})

const open = () => renderApp(`/reviews/c${review}`, { server, as: 'ana', roles: ['reviewer'] })
const rowOf = (name: string) => screen.findByRole('row', { name: new RegExp(name) })
const button = (row: HTMLElement, name: RegExp) => within(row).getByRole('button', { name })

/** What the database holds of a row, and the log that belongs to it. */
async function stored(result_id: number) {
  const { db } = server.database.store
  const { number } = await db
    .selectFrom('certification')
    .select('number')
    .where('certification_id', '=', `c${review}`)
    .executeTakeFirstOrThrow()
  const row = await db
    .selectFrom('result')
    .select(['decision', 'notes'])
    .where('certification', '=', number)
    .where('result_id', '=', result_id)
    .executeTakeFirstOrThrow()
  const log = await db
    .selectFrom('result_log')
    .select(['action', 'detail'])
    .where('certification', '=', number)
    .where('result_id', '=', result_id)
    .orderBy('seq')
    .execute()
  return { ...row, log }
}

test('a press on Accept saves the decision, and the row says when', async () => {
  const { user, sent } = await open()
  const row = await rowOf('ksmith')
  await user.click(button(row, /^Accept: /))
  await within(row).findByText('just now')
  expect(button(row, /^Accept: /).getAttribute('aria-pressed')).toBe('true')
  expect(await stored(1)).toMatchObject({
    decision: 'RESULT_DECISION_ACCEPTED',
    log: [{ action: 'DECISION', detail: { decision_detail: { decision: 'RESULT_DECISION_ACCEPTED' } } }],
  })
  expect((await stored(0)).decision).toBe('RESULT_DECISION_NONE')
  const change = sent.find(({ method }) => method === 'PUT')
  expect(change?.body).toMatchObject({ value: { result_id: 1, decision: 'RESULT_DECISION_ACCEPTED' } })
  expect(change?.headers.get('If-Match')).toBe('"1"')
})

test('Reject asks for a reason, and the reason is in the log', async () => {
  const { user, sent } = await open()
  const row = await rowOf('jdoe')
  await user.click(button(row, /^Reject: /))
  const dialog = await screen.findByRole('dialog', { name: 'Reject this access' })
  await user.type(within(dialog).getByRole('textbox'), 'Left the team in October.')
  await user.click(within(dialog).getByRole('button', { name: 'Reject' }))
  await within(row).findByText('just now')
  expect(screen.queryByRole('dialog', { name: 'Reject this access' })).toBeNull()
  const decision_detail = { decision: 'RESULT_DECISION_REJECTED', note: 'Left the team in October.' }
  const log = [{ action: 'DECISION', detail: { decision_detail } }]
  expect(await stored(0)).toMatchObject({ notes: decision_detail.note, log })
  expect(sent.filter(({ method }) => method === 'PUT')).toHaveLength(1)
})

test('Reject without a reason is not sent, and the field says what is missing', async () => {
  const { user, sent } = await open()
  await user.click(button(await rowOf('jdoe'), /^Reject: /))
  const dialog = await screen.findByRole('dialog', { name: 'Reject this access' })
  await user.click(within(dialog).getByRole('button', { name: 'Reject' }))
  await within(dialog).findByText(/A reason is needed here/)
  expect(within(dialog).getByRole('textbox').getAttribute('aria-invalid')).toBe('true')
  expect(sent.filter(({ method }) => method === 'PUT')).toEqual([])
  expect((await stored(0)).log).toEqual([])
})

test('the decisions of a colleague come into the open page by the stream of events', async () => {
  await open()
  // The first may still be found as the stream opens, the second comes by it alone.
  for (const [id, name] of ['jdoe', 'ksmith'].entries()) {
    const row = await rowOf(name)
    await decideAs('ben', id, 'RESULT_DECISION_ACCEPTED')
    await waitFor(() => expect(button(row, /^Accept: /).getAttribute('aria-pressed')).toBe('true'))
  }
})

test('who decides what a colleague has decided meanwhile is shown both versions', async () => {
  const { user } = await open()
  const row = await rowOf('jdoe')
  await user.click(button(row, /^Reject: /))
  const dialog = await screen.findByRole('dialog', { name: 'Reject this access' })
  await decideAs('ben', 0, 'RESULT_DECISION_ACCEPTED')
  await user.type(within(dialog).getByRole('textbox'), 'Left.')
  await user.click(within(dialog).getByRole('button', { name: 'Reject' }))
  const conflict = await screen.findByRole('dialog', { name: 'A colleague has changed this row' })
  expect(conflict.textContent).toContain('ben')
  expect((await stored(0)).decision).toBe('RESULT_DECISION_ACCEPTED')
})

/** Another person decides a row by a request of their own. */
async function decideAs(id: string, result_id: number, decision: string): Promise<void> {
  const cookie = await server.signIn(id, 'admin')
  const headers = {
    ...pageHeaders,
    cookie,
    'if-match': '"1"',
    'idempotency-key': `${id}${review}${result_id}aaaaaaaaaaaaaaaaaaaa`,
  }
  const path = `/api/preview/awf/certifications/c${review}/results`
  const answer = await server.send('PUT', path, headers, { value: { result_id, decision } })
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 })
}

test('the reason of a rejection that stays as the note is said where the decision changes, in list and drawer', async () => {
  const { user } = await open()
  const row = await rowOf('ksmith')
  await user.click(button(row, /^Reject: /))
  const dialog = await screen.findByRole('dialog', { name: 'Reject this access' })
  await user.type(within(dialog).getByRole('textbox'), 'Left the team.')
  await user.click(within(dialog).getByRole('button', { name: 'Reject' }))
  await waitFor(async () => expect((await stored(1)).notes).toBe('Left the team.'))
  await user.click(button(row, /^Accept: /))
  const said = await screen.findByText(/^The note of the rejection stays: “.?Left the team\..?”$/, {
    selector: '[data-notice]',
  })
  await user.click(within(said.parentElement ?? row).getByRole('button', { name: 'Edit the note' }))
  const note = await screen.findByRole('dialog', { name: 'Note on this access' })
  expect(within(note).getByRole('textbox')).toHaveProperty('value', 'Left the team.')
  await user.click(within(note).getByRole('button', { name: 'Cancel' }))

  await waitFor(async () => expect((await stored(1)).decision).toBe('RESULT_DECISION_ACCEPTED'))
  await user.click(within(row).getAllByRole('gridcell')[0] ?? row)
  const drawer = await screen.findByRole('dialog', { name: /ksmith/ })
  await within(drawer).findByText(/^The note of the rejection stays: .* ?wrote it on /)
  expect(within(drawer).getByRole('button', { name: 'Accept' }).getAttribute('aria-pressed')).toBe('true')
  await user.click(within(drawer).getByRole('button', { name: 'Edit the note' }))
  const edit = await screen.findByRole('dialog', { name: 'Note on this access' })
  await user.clear(within(edit).getByRole('textbox'))
  await user.type(within(edit).getByRole('textbox'), 'Still there.')
  await user.click(within(edit).getByRole('button', { name: 'Save note' }))
  await waitFor(() => expect(within(drawer).queryByText(/note of the rejection/)).toBeNull())
})
