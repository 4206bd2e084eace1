import { screen, waitFor, within } from '@testing-library/dom'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Bulk } from '#contract/reviews/bulk.ts'
import type { ReviewSettings } from '#contract/reviews/review-settings.ts'
import { startBulkWorker } from '#testing/bulk-worker.ts'
import { insertReview, rowsOf } from '#testing/insert-review.ts'
import { type OpenPage, renderApp } from '#testing/render-app.tsx'
import { changeRowAs } from '#testing/request-as.ts'
import { aUser, insertPeople } from '#testing/review-data.ts'
import { buttonIn, changesSent, fillIn, rowWith } from '#testing/review-page.ts'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'
import { storedRow } from '#testing/stored-row.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await insertPeople(server.database.store.db, [aUser('nikos')], ['reviewer'])
})
afterAll(() => server.close())

const accepted = { decision: 'RESULT_DECISION_ACCEPTED' }
const mixed = [...rowsOf(['r0'], { ...accepted, notes: 'As in May.' }), ...rowsOf(['r1', 'r2', 'r3'])]

/** Opens a review of Ana's, chooses all of its rows, and asks for something to be done to them. */
async function ask(button: string, { settings = {} }: { settings?: Partial<ReviewSettings> } = {}) {
  const id = await insertReview(server, mixed, { settings })
  const page = await renderApp(`/reviews/${id}`, { server, as: 'ana', roles: ['reviewer'] })
  await rowWith('r3')
  await page.user.click(within(await rowWith('r0')).getByRole('checkbox'))
  await page.user.click(await screen.findByRole('button', { name: 'All 4 that match' }))
  await page.user.click(await screen.findByRole('button', { name: button }))
  const dialog = await screen.findByRole('dialog', { name: /rows that match$/ })
  return { id, page, dialog }
}

const decisionsOf = async (id: string) =>
  (await Promise.all(mixed.map((_, row) => storedRow(server, id, row)))).map(({ decision }) =>
    decision.replace('RESULT_DECISION_', ''),
  )

const bulkCalls = ({ sent }: OpenPage) =>
  sent.map(({ path }) => path).filter((path) => path.includes('/bulk'))

test('all that match are rejected for one reason; what is typed on behind it runs nothing', async () => {
  await startBulkWorker(server)
  const { id, page, dialog } = await ask('Reject …')
  const field = await within(dialog).findByRole('textbox', { name: /^Reason for all of them/ })
  await waitFor(() => expect(document.activeElement).toBe(field))
  await page.user.type(field, 'Left.{Enter}')
  const run = await within(dialog).findByRole('button', { name: 'Reject 3 rows' })
  await page.user.keyboard('more words{Enter} {Enter}')
  expect(bulkCalls(page).map((path) => path.slice(path.lastIndexOf('bulk')))).toEqual(['bulk:preview'])
  expect(dialog.textContent).toContain('Of 4 rows, 3 will be rejected and 1 is left out.')
  await page.user.click(within(dialog).getByText('Left out: 1 row was decided by others.'))
  // It says what it leaves as it is, the note too.
  const left = await within(dialog).findByText(/id 0, accepted/)
  expect(left.textContent).toContain('note “As in May.”')
  await page.user.click(run)
  await within(dialog).findByText('3 of 3 rows were rejected.')
  expect(await decisionsOf(id)).toEqual(['ACCEPTED', 'REJECTED', 'REJECTED', 'REJECTED'])
  expect((await storedRow(server, id, 2)).notes).toBe('Left.')
  expect(changesSent(page)).toEqual([])
  await waitFor(async () => expect((await rowWith('r2')).textContent).toContain('Left.'))
})

test('rows that are decided already are changed only where that is asked for, by their number', async () => {
  await startBulkWorker(server)
  const { id, page, dialog } = await ask('Reject …')
  await page.user.type(await within(dialog).findByRole('textbox'), 'Left.')
  await page.user.click(buttonIn(dialog, 'Preview'))
  await page.user.click(
    await within(dialog).findByRole('checkbox', { name: 'Also the 1 row decided already' }),
  )
  await page.user.click(await within(dialog).findByRole('button', { name: 'Reject 4 rows' }))
  await within(dialog).findByText('4 of 4 rows were rejected.')
  expect(await decisionsOf(id)).toEqual(['REJECTED', 'REJECTED', 'REJECTED', 'REJECTED'])
})

test('a reason that is needed is asked for before anything is looked at', async () => {
  const settings = { ui_customization_settings: { reject_notes_behavior: 'POP_UP_REQUIRED' } }
  const { page, dialog } = await ask('Reject …', { settings: settings as Partial<ReviewSettings> })
  await page.user.click(await within(dialog).findByRole('button', { name: 'Preview' }))
  await within(dialog).findByText('A reason is needed here.')
  expect(bulkCalls(page)).toEqual([])
})

test('u takes nothing back once many rows were changed: that is undone from its receipt', async () => {
  await startBulkWorker(server)
  const { id, page, dialog } = await ask('Accept …')
  await page.user.click(await within(dialog).findByRole('button', { name: 'Accept 3 rows' }))
  await within(dialog).findByRole('link', { name: 'Show the receipt' })
  await page.user.click(within(dialog).getByText('Close'))
  await waitFor(() => expect(dialog.isConnected).toBe(false))
  screen.getByRole('grid').focus()
  await page.user.keyboard('u')
  await screen.findAllByText('There is nothing to take back.')
  expect(await decisionsOf(id)).toEqual(['ACCEPTED', 'ACCEPTED', 'ACCEPTED', 'ACCEPTED'])
})

test('a preview that has become too old is not run, and a new one is offered', async () => {
  const { id, page, dialog } = await ask('Accept …')
  const run = await within(dialog).findByRole('button', { name: 'Accept 3 rows' })
  await sql`UPDATE bulk SET created_at = created_at - interval '1 hour', expires_at = expires_at - interval '1 hour'`.execute(
    server.database.store.db,
  )
  await page.user.click(run)
  await within(dialog).findByText(/^This preview is older than 30 minutes/)
  expect(within(dialog).queryByRole('button', { name: 'Accept 3 rows' })).toBeNull()
  await page.user.click(buttonIn(dialog, 'New preview'))
  await within(dialog).findByRole('button', { name: 'Accept 3 rows' })
  expect(await decisionsOf(id)).toEqual(['ACCEPTED', 'NONE', 'NONE', 'NONE'])
})

test('a receipt undoes what nobody has touched since, after a preview that says what it leaves', async () => {
  await startBulkWorker(server)
  const { id, page, dialog } = await ask('Accept …')
  await page.user.click(await within(dialog).findByRole('button', { name: 'Accept 3 rows' }))
  await page.user.click(await within(dialog).findByRole('link', { name: 'Show the receipt' }))
  await changeRowAs('ben', server, id, { result_id: 3, notes: 'Seen.' })
  await page.user.click(await screen.findByRole('button', { name: 'Undo …' }))
  const undo = await screen.findByRole('dialog', { name: 'Undo a change of many rows' })
  await within(undo).findByText('Left out: 1 row was changed by somebody since.')
  await page.user.click(buttonIn(undo, 'Put back 2 rows'))
  await within(undo).findByText('2 of 2 rows were put back.')
  expect(await decisionsOf(id)).toEqual(['ACCEPTED', 'NONE', 'NONE', 'ACCEPTED'])
  await page.user.click(within(undo).getByRole('link', { name: 'Show the receipt' }))
  await screen.findByRole('heading', { name: 'Put back 2 rows' })
  await page.user.click(screen.getByRole('link', { name: 'Changes of many rows' }))
  const list = await screen.findByRole('list', { name: 'Changes of many rows' })
  await waitFor(() => expect(within(list).getAllByRole('listitem')).toHaveLength(2))
  const [, first] = within(list).getAllByRole('listitem')
  expect(first?.textContent).toMatch(/All rows.*as the page called it: .?rows that match.*2 rows put back\./)
  await page.user.click(within(list).getByRole('link', { name: /^3 of 3 rows were accepted/ }))
  await screen.findByRole('link', { name: /^Undone by ana/i })
  // One row is not put back yet.
  await screen.findByRole('button', { name: 'Undo …' })
})

test('chosen rows are given to others, in place of all who review them', async () => {
  await startBulkWorker(server)
  const { id, page, dialog } = await ask('Reassign …')
  await fillIn(page, await within(dialog).findByRole('searchbox'), 'nikos')
  await page.user.click(await within(dialog).findByRole('button', { name: /^Add nikos/ }))
  await page.user.click(buttonIn(dialog, 'Preview'))
  await page.user.click(await within(dialog).findByRole('button', { name: 'Reassign 4 rows' }))
  await within(dialog).findByText('4 of 4 rows were reassigned.')
  expect((await storedRow(server, id, 1)).reviewers).toEqual(['nikos'])
})

test.each([
  ['ana', 'reviewer', 'you'],
  ['aud', 'auditor', 'ana'],
] as const)('a receipt of ana tells %s (%s) that rows were decided by %s', async (as, role, name) => {
  const id = await insertReview(server, mixed)
  await changeRowAs('ana', server, id, { result_id: 1, decision: 'RESULT_DECISION_ACCEPTED' })
  const headers = { ...pageHeaders, cookie: await server.signIn('ana', 'reviewer') }
  const input = { choice: {}, change: { decision: 'RESULT_DECISION_REJECTED', notes: 'Left.' } }
  const made = await server.send('POST', `/app/v1/certifications/${id}/bulk:preview`, headers, input)
  const { bulk_id } = (made.body as { value: Bulk }).value
  await renderApp(`/reviews/${id}/bulk/${bulk_id}`, { server, as, roles: [role] })
  await screen.findByText(`Left out: 1 row was decided by ${name}.`)
  screen.getByText('Left out: 1 row was decided by others.')
})

test('a receipt of somebody else looks like one that does not exist', async () => {
  const id = await insertReview(server, mixed)
  await renderApp(`/reviews/${id}/bulk/nothing-of-ana`, { server, as: 'ana', roles: ['reviewer'] })
  await screen.findByRole('heading', { name: 'This is not available' })
})

test('what is undone as a whole is not offered to be undone again, and the undo has no note of its own', async () => {
  await startBulkWorker(server)
  const { page, dialog } = await ask('Reject …')
  await page.user.type(await within(dialog).findByRole('textbox'), 'Gone.')
  await page.user.click(buttonIn(dialog, 'Preview'))
  await page.user.click(await within(dialog).findByRole('button', { name: 'Reject 3 rows' }))
  await page.user.click(await within(dialog).findByRole('link', { name: 'Show the receipt' }))
  await page.user.click(await screen.findByRole('button', { name: 'Undo …' }))
  const undo = await screen.findByRole('dialog', { name: 'Undo a change of many rows' })
  await page.user.click(await within(undo).findByRole('button', { name: 'Put back 3 rows' }))
  await page.user.click(await within(undo).findByRole('link', { name: 'Show the receipt' }))
  await screen.findByRole('heading', { name: 'Put back 3 rows' })
  expect(document.body.textContent).not.toContain('Gone.')
  await page.user.click(screen.getByRole('link', { name: 'Receipt of what this undoes' }))
  await screen.findByRole('link', { name: /^Undone by ana/i })
  screen.getByText('Gone.')
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Undo …' })).toBeNull())
})
