import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Role } from '#contract/permissions.ts'
import { narrowTheWindow } from '#testing/activity-window.ts'
import { insertReview, rowsOf } from '#testing/insert-review.ts'
import { renderApp } from '#testing/render-app.tsx'
import { aUser } from '#testing/review-data.ts'
import { buttonIn, changesSent, rowWith } from '#testing/review-page.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
})
afterAll(() => server.close())

/** Twenty people with a row each, of which nine are on the screen. */
const names = Array.from({ length: 20 }, (_, at) => `p${String(at).padStart(2, '0')}`)

type Given = Parameters<typeof insertReview>[2]

/** Opens a review of ana's rows of `names`, and of as many of ben's as are asked for. */
async function open(
  as = 'ana',
  role: Role = 'reviewer',
  { bens = 0, ...given }: Given & { bens?: number } = {},
) {
  const ofBen = Array.from({ length: bens }, (_, at) => `q${at}`)
  const rows = [...rowsOf(names), ...rowsOf(ofBen, { reviewers: [aUser('ben')] })]
  const id = await insertReview(server, rows, given)
  const page = await renderApp(`/reviews/${id}`, { server, as, roles: [role] })
  await rowWith('p00')
  // The bar comes with the toolbar, behind the rows.
  await screen.findByRole('button', { name: 'Keys' })
  return { ...page, page, id }
}

const grid = () => screen.getByRole('grid', { name: 'Rows of the review' })
const bar = () => screen.findByRole('region', { name: 'Chosen rows' })
const noBar = () => waitFor(() => expect(screen.queryByRole('region', { name: 'Chosen rows' })).toBeNull())
const barSays = async (text: string) =>
  await waitFor(async () => expect((await bar()).querySelector('b')?.textContent).toBe(text))
/** What is open over the page. */
const windows = () => document.querySelectorAll('dialog[open]')
const chosen = () =>
  names.filter((name) => screen.queryAllByRole('row', { name: new RegExp(name), selected: true }).length > 0)
const box = async (name: string) =>
  within(await rowWith(name)).getByRole('checkbox', { name: new RegExp(`^Choose: .*${name}`) })

test('x chooses the marked row and stays on it, Shift and a move, x or a press up to there, Esc ends it', async () => {
  const { user, page } = await open()
  expect(grid().getAttribute('aria-multiselectable')).toBe('true')
  grid().focus()
  // Nobody has marked a row: the first x shows which is meant.
  await user.keyboard('jx')
  await barSays('1 chosen')
  expect(chosen()).toEqual(['p00'])
  await user.keyboard('{ArrowDown}{ArrowDown}{Shift>}X{/Shift}')
  await barSays('3 chosen')
  await user.keyboard('{Shift>}{ArrowDown}{/Shift}')
  expect(chosen()).toEqual(['p00', 'p01', 'p02', 'p03'])
  await user.keyboard('{Shift>}{ArrowUp}{ArrowUp}{/Shift}')
  expect(chosen()).toEqual(['p00', 'p01'])
  await user.keyboard('{Shift>}')
  await user.click(within(await rowWith('p04')).getByText('Read'))
  await user.keyboard('{/Shift}')
  await barSays('5 chosen')
  // Nothing opened, and rows that are not loaded or drawn are known by their places.
  expect(windows()).toHaveLength(0)
  await user.keyboard('{Shift>}{End}{/Shift}')
  await barSays('20 chosen')
  await user.keyboard('{Escape}')
  await noBar()
  expect(chosen()).toEqual([])
  expect(changesSent(page)).toEqual([])
})

test('a box chooses, Space with Shift too, and the head those on the screen or none', async () => {
  const { user } = await open()
  await user.click(await box('p02'))
  await barSays('1 chosen')
  expect(await box('p02')).toHaveProperty('checked', true)
  // The table has the focus again: keys go on from there.
  expect(document.activeElement).toBe(grid())
  await user.keyboard('{ArrowDown}{Shift>} {/Shift}')
  await barSays('2 chosen')
  await user.keyboard('{Shift>}')
  await user.click(await box('p00'))
  await user.keyboard('{/Shift}')
  expect(chosen()).toEqual(['p00', 'p01', 'p02', 'p03'])
  // Esc is for what is open first.
  await user.click(screen.getByRole('button', { name: 'Columns' }))
  grid().focus()
  await user.keyboard('{Escape}')
  await barSays('4 chosen')
  await user.click(screen.getByRole('button', { name: 'Columns' }))
  await user.click(screen.getByRole('checkbox', { name: 'Choose no row' }))
  await noBar()
  await user.click(screen.getByRole('checkbox', { name: 'Choose the rows on the screen' }))
  await barSays('9 chosen')
})

test('those on the screen and all that match are two choices with numbers; single rows come out of all', async () => {
  const { user } = await open()
  await user.click(await box('p02'))
  await user.click(buttonIn(await bar(), 'These 9 on the screen'))
  await barSays('9 chosen')
  await user.click(buttonIn(await bar(), 'All 20 that match'))
  await barSays('All 20 that match chosen')
  grid().focus()
  await user.keyboard('{Home}x')
  await barSays('19 of 20 that match chosen')
  expect(await box('p00')).toHaveProperty('checked', false)
  expect(await box('p01')).toHaveProperty('checked', true)
  // Another order is the same question.
  await user.click(within(grid()).getByRole('button', { name: 'Who' }))
  await waitFor(() => expect(location.search).toContain('order_by'))
  await barSays('19 of 20 that match chosen')
})

test('another question ends the choice, and it is said', async () => {
  const { user } = await open()
  await user.click(await box('p02'))
  await barSays('1 chosen')
  await user.click(screen.getByRole('link', { name: /^To decide/ }))
  await noBar()
  await screen.findAllByText('1 row of the list before was chosen. Here none is.')
  expect(chosen()).toEqual([])
  history.back()
  await waitFor(() => expect(location.search).toBe(''))
  await rowWith('p02')
  expect(chosen()).toEqual([])
})

test('what is chosen and no longer listed is said, and can be left out', async () => {
  const { user, id } = await open('ana', 'reviewer')
  await user.click(screen.getByRole('link', { name: /^To decide/ }))
  await screen.findByText('20 matching rows')
  await user.click(await box('p02'))
  await user.click(await box('p03'))
  const { db } = server.database.store
  await db
    .updateTable('result')
    .set({ decision: 'RESULT_DECISION_ACCEPTED' })
    .where('result_id', '=', 2)
    .where('certification', '=', (query) =>
      query.selectFrom('certification').select('number').where('certification_id', '=', id),
    )
    .execute()
  await user.click(screen.getByRole('button', { name: /^Refresh/ }))
  await barSays('2 chosen, 1 of them no longer listed')
  await user.click(buttonIn(await bar(), 'Leave them out'))
  await barSays('1 chosen')
  expect(chosen()).toEqual(['p03'])
})

test('while rows are chosen a decision key asks for them and decides nothing', async () => {
  const { user, page } = await open()
  grid().focus()
  await user.keyboard('{Home}xjx')
  await barSays('2 chosen')
  await user.keyboard('{ArrowDown}a')
  await waitFor(() => expect(windows()).toHaveLength(1))
  const run = await screen.findByRole('button', { name: 'Accept 2 rows' })
  expect(changesSent(page)).toEqual([])
  const preview = page.sent.find(({ method }) => method === 'POST')
  expect(preview?.body).toMatchObject({ choice: { runs: [0, 2] } })
  expect(document.activeElement).not.toBe(run)
  // What was chosen for it is chosen no more.
  await user.click(run)
  await noBar()
})

test('a button that may not be pressed says why', async () => {
  const settings = { reviewer_bulk_actions: { allow_bulk_approve: false } }
  const { user, page } = await open('ana', 'reviewer', { settings })
  await user.click(await box('p02'))
  await user.click(await box('p03'))
  const accept = buttonIn(await bar(), 'Accept')
  expect(accept.getAttribute('aria-disabled')).toBe('true')
  expect(buttonIn(await bar(), 'Reject').getAttribute('aria-disabled')).not.toBe('true')
  await user.click(accept)
  await user.keyboard('a')
  await screen.findAllByText('Here reviewers do this to one row at a time.')
  expect(windows()).toHaveLength(0)
  expect(changesSent(page)).toEqual([])
})

test('T37 for staff all that match are their own rows until others are included, and both numbers stand there', async () => {
  const { user } = await open('ana', 'admin', { bens: 3 })
  await user.click(await box('p02'))
  await user.click(
    await within(await bar()).findByRole('button', { name: 'All 20 of yours among the 23 that match' }),
  )
  await barSays('23 that match, 20 of them yours: all 20 chosen')
  grid().focus()
  await user.keyboard('{Home}x')
  await barSays('23 that match, 20 of them yours: 19 chosen')
  await user.keyboard('{End}')
  expect(await box('q2')).toHaveProperty('checked', false)
  await user.keyboard('x')
  await screen.findAllByText(/^You do not review this row/)
  await user.click(screen.getByRole('checkbox', { name: /^Include rows of other reviewers/ }))
  await noBar()
  await user.click(await box('q2'))
  await user.click(await within(await bar()).findByRole('button', { name: 'All 23 that match' }))
  await barSays('All 23 that match chosen')
})

test('an auditor chooses nothing; on a phone the boxes are on the cards and the bar is below them', async () => {
  const { id } = await open('vera', 'auditor')
  expect(within(await rowWith('p00')).queryByRole('checkbox')).toBeNull()
  expect(grid().getAttribute('aria-multiselectable')).not.toBe('true')
  narrowTheWindow()
  const { user } = await renderApp(`/reviews/${id}`, { server, as: 'ana', roles: ['reviewer'] })
  await user.click(await box('p00'))
  await user.click(buttonIn(await bar(), 'More'))
  await screen.findByRole('button', { name: 'Sign off …' })
})
