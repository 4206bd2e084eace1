import { screen, waitFor, within } from '@testing-library/dom'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { instead } from '#testing/activity-answers.ts'
import { startBulkWorker } from '#testing/bulk-worker.ts'
import { insertReview, rowsOf } from '#testing/insert-review.ts'
import { type OpenPage, renderApp } from '#testing/render-app.tsx'
import { changeRowAs } from '#testing/request-as.ts'
import { buttonIn, rowWith } from '#testing/review-page.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'
import { storedRow } from '#testing/stored-row.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
})
afterAll(() => server.close())

const names = ['r0', 'r1', 'r2', 'r3']
const rows = rowsOf(names)

async function openReview(id: string) {
  const page = await renderApp(`/reviews/${id}`, { server, as: 'ana', roles: ['reviewer'] })
  await rowWith('r3')
  return page
}

/** Chooses rows, in place of those that are chosen, and asks to reject them. */
async function reject({ user }: OpenPage, ...wanted: readonly string[]) {
  for (const name of names) {
    const box = within(await rowWith(name)).getByRole<HTMLInputElement>('checkbox')
    if (box.checked !== wanted.includes(name)) await user.click(box)
  }
  await user.click(await screen.findByRole('button', { name: 'Reject …' }))
  const dialog = await screen.findByRole('dialog', { name: 'Reject chosen rows' })
  const field = await within(dialog).findByRole<HTMLTextAreaElement>('textbox')
  await waitFor(() => expect(document.activeElement).toBe(field))
  return { dialog, field }
}

async function leave({ user }: OpenPage, dialog: HTMLElement) {
  await user.click(buttonIn(dialog, 'Cancel'))
  await waitFor(() => expect(dialog.isConnected).toBe(false))
}

const bulkCalls = ({ sent }: OpenPage) =>
  sent.map(({ path }) => path.replace(/.*bulk/, '')).filter((path) => path.includes(':'))
const decisionsOf = async (id: string) =>
  (await Promise.all(rows.map((_, row) => storedRow(server, id, row)))).map(({ decision }) =>
    decision.replace('RESULT_DECISION_', ''),
  )
const undecided = ['NONE', 'NONE', 'NONE', 'NONE']

test('a second Enter runs nothing of what came instead: a difference begins with its text', async () => {
  await startBulkWorker(server)
  const id = await insertReview(server, rows)
  const page = await openReview(id)
  const { dialog } = await reject(page, 'r0', 'r1', 'r2')
  await page.user.keyboard('Left.{Enter}')
  const run = await within(dialog).findByRole('button', { name: 'Reject 3 rows' })
  await changeRowAs('ben', server, id, { result_id: 1, notes: 'Mine.' })
  run.focus()
  await page.user.keyboard('{Tab}{Shift>}{Tab}{/Shift}')
  expect(document.activeElement).toBe(run)
  await page.user.keyboard('{Enter}')
  const said = await within(dialog).findByText(/^Nothing was started\. Since the preview/)
  await page.user.keyboard('{Enter} {Enter}')
  await waitFor(() => expect(document.activeElement).toBe(said))
  expect(buttonIn(dialog, 'Reject the 2 unchanged')).not.toBe(run)
  expect(bulkCalls(page).filter((call) => call.endsWith(':run'))).toHaveLength(1)
  expect(await decisionsOf(id)).toEqual(undecided)
})

test('what was written for some rows is for no others, says that it was kept, and is forgotten once it is run', async () => {
  await startBulkWorker(server)
  const id = await insertReview(server, rows)
  const page = await openReview(id)
  const first = await reject(page, 'r0', 'r1')
  await page.user.type(first.field, 'HR has left.')
  await leave(page, first.dialog)
  const other = await reject(page, 'r2', 'r3')
  expect(other.field.value).toBe('')
  await leave(page, other.dialog)
  const { dialog, field } = await reject(page, 'r0', 'r1')
  expect(field.value).toBe('HR has left.')
  within(dialog).getByText(/^Kept from before\./)
  await page.user.click(buttonIn(dialog, 'Preview'))
  await within(dialog).findByRole('button', { name: 'Reject 2 rows' })
  within(dialog).getByText('HR has left.', { selector: 'dd, dd *' })
  await page.user.click(buttonIn(dialog, 'Reject 2 rows'))
  await within(dialog).findByText('2 of 2 rows were rejected.')
  // What a reload would find, with the dialog still open.
  expect(Object.keys(sessionStorage).filter((key) => key.startsWith('countersign.text.'))).toEqual([])
})

test('a start that nobody answered is told as not known, and Cancel keeps it from starting late', async () => {
  const id = await insertReview(server, rows)
  const page = await openReview(id)
  const { dialog } = await reject(page, 'r0', 'r1')
  await page.user.keyboard('Left.{Enter}')
  const end = instead(
    ({ pathname }) => pathname.endsWith(':run'),
    () => Promise.reject(new TypeError('lost')),
  )
  await page.user.click(await within(dialog).findByRole('button', { name: 'Reject 2 rows' }))
  const said = await within(dialog).findByText(/^It is not known whether it was started/)
  expect(said.textContent).not.toContain('Nothing was started')
  end()
  await page.user.click(buttonIn(dialog, 'Cancel'))
  await screen.findByText('Stopped: 0 of 2 rows were rejected.')
  const { rows: kept } = await sql<{ state: string }>`SELECT bulk.state FROM bulk JOIN certification
    ON certification.number = bulk.certification WHERE certification_id = ${id}`.execute(
    server.database.store.db,
  )
  expect(kept).toEqual([{ state: 'CANCELLED' }])
  expect(await decisionsOf(id)).toEqual(undecided)
})
