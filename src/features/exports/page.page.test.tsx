import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import type { Role } from '#contract/permissions.ts'
import { instead } from '#testing/activity-answers.ts'
import { insertReview, rowsOf } from '#testing/insert-review.ts'
import { endJobsOf, failJob, finishJob, noteProgress, type Run, takeJob } from '#testing/job-rows.ts'
import { renderApp } from '#testing/render-app.tsx'
import { aUser } from '#testing/review-data.ts'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
})
beforeEach(async () => void (await server.database.store.db.deleteFrom('job').execute()))
afterAll(() => server.close())

const db = () => server.database.store.db

/** Makes an export as somebody, as a page does; no worker is there to begin it. */
async function make(as: string, role: Role, path: string, body: object): Promise<Run> {
  const headers = { ...pageHeaders, cookie: await server.signIn(as, role) }
  const { body: answer } = await server.send('POST', path, headers, body)
  const { value, id } = answer as { value?: { id: string }; id?: string }
  return { id: value?.id ?? id ?? '', worker: 'w' }
}
const ofEvents = (filter?: string) =>
  make('eve', 'auditor', '/app/v1/activity/action_events:export', { ...(filter && { filter }) })
const facts = { row_count: 2, bytes: 3_210_000, sha256: 'ab'.repeat(32), file_name: 'f.csv' }
const result = {
  ...facts,
  guarded_cells: 1,
  cut_cells: 0,
  snapshot_at: '2026-11-28T09:00:00.000001Z',
  seen: { whole: false, runs: [0, 2] },
}

const open = (as = 'eve', role: Role = 'auditor', mountsOnce = false) =>
  renderApp('/exports', { server, as, roles: [role], mountsOnce })
const cards = async () =>
  await within(await screen.findByRole('list', { name: 'My exports' })).findAllByRole('listitem')
async function onlyCard(): Promise<HTMLElement> {
  const [card, ...more] = await cards()
  if (!card || more.length > 0) throw new Error(`there are ${more.length + 1} exports`)
  return card
}
const isListed = ({ pathname }: URL) => pathname === '/app/v1/exports'
const isStream = ({ pathname }: URL) => pathname === '/app/v1/exports/changes'

test('says that there are none, and how to make one', async () => {
  await open()
  await screen.findByRole('heading', { name: 'No exports yet' })
  expect(
    screen.getByText(
      /^To give it to somebody: send them the pack; they open http.*\/verify and drop it there\.$/,
    ),
  ).toBeDefined()
  expect(screen.getByRole('link', { name: 'Verify a pack' }).getAttribute('href')).toBe('/verify')
})

test('an export is followed from its turn to its files without asking again', async () => {
  const run = await ofEvents('state eq "ERRORED"')
  let underWay = 0
  instead(isListed, async (real) => {
    underWay += 1
    return await real().finally(() => {
      underWay -= 1
    })
  })
  const { read } = await open('eve', 'auditor', true)
  const card = within(await onlyCard())
  expect(card.getByText('Waiting')).toBeDefined()
  expect(card.getByText('state eq "ERRORED"')).toBeDefined()
  expect(card.getByText('State is Failed')).toBeDefined()
  await waitFor(() => expect(read.some(isStream)).toBe(true))
  // What happened before the stream was open has been read too.
  await waitFor(() => expect([read.filter(isListed).length, underWay]).toEqual([2, 0]))
  read.length = 0
  await takeJob(db(), run)
  await card.findByText('Counting the rows …')
  await noteProgress(db(), run, { total_rows: 4112, written_bytes: 812 })
  await card.findByText('4,112 rows are being written; 812 bytes so far, in all its files')
  expect(card.queryByRole('link', { name: 'CSV file' })).toBeNull()
  await finishJob(db(), run, result, 24)
  await card.findByText('Finished')
  expect(card.getByText('2 rows, 3.2 MB')).toBeDefined()
  expect(card.getByText(facts.sha256)).toBeDefined()
  const hrefs = card.getAllByRole('link').map((link) => link.getAttribute('href'))
  expect(hrefs).toEqual([
    `/api/private/lifecycle_management/exports/${run.id}:download`,
    `/app/v1/exports/${run.id}/pack`,
    '/activity/workflow-actions?filter=state+eq+%22ERRORED%22&order_by=started_at+desc',
  ])
  expect(read.filter(isListed)).toEqual([])
})

test('without a stream the list is read again while an export goes on', async () => {
  instead(isStream, () => new Response('', { status: 503 }))
  const run = await ofEvents()
  await open()
  const card = within(await onlyCard())
  await takeJob(db(), run)
  await failJob(db(), run, 'There is not enough free space on the server.')
  await card.findByText('Failed')
  expect(card.getByText('There is not enough free space on the server.')).toBeDefined()
})

test('an export of a review has its history too, and is withheld once its rows are not seen any more', async () => {
  const settings = { allow_reviewer_exports: { allow_csv_exports: true } }
  const rows = rowsOf(['x', 'y'], { reviewers: [aUser('ana')] })
  const id = await insertReview(server, rows, { name: 'Q4', demo: true, settings })
  const path = '/api/preview/awf/exports/access_review:create'
  const run = await make('ana', 'reviewer', path, { certification_id: id, format: 0 })
  await takeJob(db(), run)
  await finishJob(db(), run, { ...result, history: { ...facts, row_count: 9 } }, 24)
  await open('ana', 'reviewer')
  const card = within(await onlyCard())
  expect(card.getByRole('heading', { name: 'Q4 as CSV' })).toBeDefined()
  const links = card.getAllByRole('link').map(({ textContent }) => textContent)
  expect(links).toEqual(['Rows (CSV)', 'History (CSV)', 'Pack (zip)', 'Show the list'])
  expect(card.getByText('Only the rows that you may see; rows of others are not in it')).toBeDefined()
  expect(card.getByText('As of').parentElement?.textContent).toMatch(/2026-11-28 \d\d:00:00/)
  expect(card.getByText(/; history: 9 rows, 3\.2 MB/)).toBeDefined()

  await db().updateTable('result_reviewer').where('result_id', '=', 0).set({ user_id: 'ben' }).execute()
  await open('ana', 'reviewer')
  const withheld = within(await onlyCard())
  await withheld.findByText('You do not see all rows of this export any more. Export again.')
  expect(withheld.getAllByRole('link').map(({ textContent }) => textContent)).toEqual(['Show the list'])
  expect(withheld.queryByText(facts.sha256)).toBeNull()
})

test('is cancelled after a confirmation, whose first focus is on what changes nothing', async () => {
  await ofEvents()
  const { user, sent } = await open()
  await user.click(within(await onlyCard()).getByRole('button', { name: 'Cancel …' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Cancel this export?' }))
  expect(document.activeElement).toBe(dialog.getByRole('button', { name: 'Back' }))
  await user.click(dialog.getByRole('button', { name: 'Back' }))
  expect(sent.filter(({ path }) => path.endsWith(':cancel'))).toEqual([])
  await user.click(within(await onlyCard()).getByRole('button', { name: 'Cancel …' }))
  const again = within(await screen.findByRole('dialog', { name: 'Cancel this export?' }))
  await user.click(again.getByRole('button', { name: 'Cancel the export' }))
  await within(await onlyCard()).findByText('Cancelled')
})

test('a lost answer to cancelling is not called a failure', async () => {
  await ofEvents()
  const { user } = await open()
  await user.click(within(await onlyCard()).getByRole('button', { name: 'Cancel …' }))
  instead(
    ({ pathname }) => pathname.endsWith(':cancel'),
    async (real) => {
      await real()
      throw new TypeError('lost')
    },
  )
  await user.click(await screen.findByRole('button', { name: 'Cancel the export' }))
  await screen.findByText(/^We do not know whether it was cancelled\. /)
})

test('what has expired by the clock says so, has no files, and is exported again with the same filter', async () => {
  const run = await ofEvents('state eq "ERRORED"')
  await takeJob(db(), run)
  await finishJob(db(), run, result, 24)
  await db()
    .updateTable('job')
    .set({ expires_at: new Date(Date.now() + 2000).toISOString() })
    .execute()
  const { user, sent } = await open()
  const card = within(await onlyCard())
  await card.findByText('Finished')
  await card.findByText('Expired')
  expect(card.queryByRole('link', { name: 'CSV file' })).toBeNull()
  await user.click(card.getByRole('button', { name: 'Export again …' }))
  const dialog = within(await screen.findByRole('dialog', { name: /^Export / }))
  expect(dialog.getByText('State is Failed')).toBeDefined()
  await user.click(await dialog.findByRole('button', { name: 'Export 0 events as CSV' }))
  await waitFor(async () => expect(await cards()).toHaveLength(2))
  expect(sent.at(-1)?.body).toMatchObject({ filter: 'state eq "ERRORED"', order_by: 'started_at desc' })
})

test('one that ended with the access of its maker says so to whoever is let in again', async () => {
  const run = await ofEvents('state eq "ERRORED"')
  await takeJob(db(), run)
  await finishJob(db(), run, result, 24)
  await endJobsOf(db(), aUser('eve'), 'It ended when the access of whoever made it was ended.')
  await open()
  const card = within(await onlyCard())
  await card.findByText('Expired')
  expect(card.getByText(/the access of whoever made it was ended/)).toBeDefined()
})

test.each([
  [403, 'Exports are not for your account', 'Ask an admin for a role that exports.'],
  [400, 'Your exports could not be read', 'It went wrong.'],
])('where the server answers %d it says so', async (status, title, text) => {
  const refusal = { type: 'about:blank', title: 'x', status, detail: 'It went wrong.' }
  instead(isListed, () => Response.json(refusal, { status }))
  instead(isStream, () => new Response('', { status }))
  await open()
  await screen.findByRole('heading', { name: title })
  expect(screen.getByText(text)).toBeDefined()
})
