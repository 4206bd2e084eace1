import { screen, waitFor, within } from '@testing-library/dom'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { insertReview, rowsOf } from '#testing/insert-review.ts'
import { renderApp } from '#testing/render-app.tsx'
import { aRow, aUser } from '#testing/review-data.ts'
import { buttonIn, rowWith } from '#testing/review-page.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
})
afterAll(() => server.close())

const asRoot = () => ({ server, as: 'root', roles: ['admin'] }) as const
const dueOf = async (id: string) => {
  const { rows } = await sql<{ due_date: string; expired_at: string | null; accepted: number }>`
    SELECT due_date, expired_at, total_accepted_count AS accepted FROM certification
    WHERE certification_id = ${id}`.execute(server.database.store.db)
  return rows[0]
}
const due_date = '2099-01-01T00:00:00Z'
const due = { due_date, due_ns: `${Date.parse(due_date)}000000` }

/** Opens the question of a review's own screen. */
async function ask(id: string) {
  const { user, sent } = await renderApp(`/reviews/${id}`, asRoot())
  await user.click(await screen.findByRole('button', { name: /^Details/ }))
  await user.click(await screen.findByRole('button', { name: 'End now …' }))
  const dialog = await screen.findByRole('dialog', { name: /^End .* now$/ })
  await within(dialog).findByText(/undecided\./)
  return { user, dialog, asked: () => sent.filter(({ path }) => path.endsWith(':end')).length }
}

test('T14 a review is ended by a reason and a press on what does not have the focus, after the number was said', async () => {
  const id = await insertReview(server, rowsOf(['jdoe', 'ksmith', 'ada']), { name: 'Q4', ...due })
  const { user, dialog, asked } = await ask(id)
  within(dialog).getByText('3 rows stay undecided.')
  const field = within(dialog).getByRole('textbox', { name: 'Why does it end now?' })
  expect(field.hasAttribute('autofocus')).toBe(true)
  const button = within(dialog).getByRole('button', { name: 'End now' })
  // Without a reason nothing is ended, and Enter ends nothing where it is typed.
  await user.click(button)
  await user.type(field, '  {Enter}')
  await user.click(button)
  expect(asked()).toBe(0)
  await user.type(field, 'The audit begins{Enter}{Enter} tomorrow')
  expect(asked()).toBe(0)
  expect(await dueOf(id)).toMatchObject({ due_date, expired_at: null })
  await user.click(button)
  await waitFor(() => expect(screen.queryByRole('dialog', { name: /^End .* now$/ })).toBeNull())
  expect((await dueOf(id))?.expired_at).not.toBeNull()
  // It is over, so it cannot be ended again, and who did it stands there.
  await screen.findByRole('heading', { name: 'Ended before its time' })
  await screen.findByText(/root ended it .*it was due 2099-01-01/)
  screen.getByText('The audit begins tomorrow')
  expect(screen.queryByRole('button', { name: 'End now …' })).toBeNull()
})

test('T14 where a row was decided meanwhile nothing is ended, and the new number is asked about', async () => {
  const id = await insertReview(server, rowsOf(['jdoe', 'ksmith']), { name: 'Q3', ...due })
  const { user, dialog } = await ask(id)
  await user.type(within(dialog).getByRole('textbox'), 'Enough')
  await sql`UPDATE result SET decision = 'RESULT_DECISION_ACCEPTED' WHERE result_id = 0 AND certification =
    (SELECT number FROM certification WHERE certification_id = ${id})`.execute(server.database.store.db)
  await user.click(within(dialog).getByRole('button', { name: 'End now' }))
  await within(dialog).findByText(/Rows or settings have changed since you looked/)
  await within(dialog).findByText(/^1 row stays undecided\. 1 row that is decided keeps its decision/)
  expect(await dueOf(id)).toMatchObject({ due_date, expired_at: null })
  // What comes next has to be meant.
  expect(document.activeElement).toBe(within(dialog).getByRole('textbox'))
})

test('T14 who is late stands in Details with their open rows, which one press shows', async () => {
  const rows = [
    aRow({ reviewers: [aUser('rita')] }),
    aRow({ reviewers: [aUser('rita'), aUser('sam')] }),
    aRow({ reviewers: [aUser('sam')], decision: 'RESULT_DECISION_ACCEPTED', signed_off_state: 'SIGNED_OFF' }),
  ]
  const id = await insertReview(server, rows, { name: 'Q2', ...due })
  const { user } = await renderApp(`/reviews/${id}`, asRoot())
  await user.click(await screen.findByRole('button', { name: /^Details/ }))
  const late = (await screen.findByRole('heading', { name: 'Who is late' })).closest('section')
  if (!late) throw new Error('nobody is late')
  await within(late).findByText(/2 open rows, 2 to decide · has done nothing here yet/)
  await within(late).findByText(/1 open row, 1 to decide/)
  within(late).getByRole('button', { name: 'Hand over their 2 open rows …' })
  await user.click(within(late).getByRole('link', { name: /sam/ }))
  await screen.findByText('1 matching row')
  expect(screen.queryByRole('heading', { name: 'Who is late' })).toBeNull()
})

test('T14 a page that was open when a review ended says so once it is refused a decision', async () => {
  const id = await insertReview(server, rowsOf(['jdoe', 'ksmith']), { name: 'Q1', ...due })
  const { user } = await renderApp(`/reviews/${id}`, { server, as: 'ana', roles: ['reviewer'] })
  const row = await rowWith('jdoe')
  await screen.findByText('2 to decide')
  const ended = new Date(Date.now() - 1000).toISOString()
  await sql`UPDATE certification SET due_date = ${ended}, due_ns = ${`${Date.parse(ended)}000000`}, expired_at = ${ended}
    WHERE certification_id = ${id}`.execute(server.database.store.db)
  await user.click(buttonIn(row, 'Accept'))
  await within(row).findByText('needs you')
  await screen.findByText('2 not signed off')
})
