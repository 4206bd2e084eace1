import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Role } from '#contract/permissions.ts'
import { instead } from '#testing/activity-answers.ts'
import { insertReview, rowsOf } from '#testing/insert-review.ts'
import { renderApp } from '#testing/render-app.tsx'
import { changeRowAs } from '#testing/request-as.ts'
import { aUser, type GivenRow } from '#testing/review-data.ts'
import { buttonIn, changesSent } from '#testing/review-page.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'
import { storedRow } from '#testing/stored-row.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
})
afterAll(() => server.close())

const accepted = { decision: 'RESULT_DECISION_ACCEPTED' }
const rejected = { decision: 'RESULT_DECISION_REJECTED', notes: 'Left.' }
const closed = { ...accepted, signed_off_state: 'SIGNED_OFF' }

/** Ana's rows: two accepted, one rejected, two undecided and one signed off; then one accepted of ben's. */
const mixed: readonly GivenRow[] = [
  ...rowsOf(['r0', 'r1'], accepted),
  ...rowsOf(['r2'], rejected),
  ...rowsOf(['r3', 'r4']),
  ...rowsOf(['r5'], closed),
  ...rowsOf(['r6'], { ...accepted, reviewers: [aUser('ben')] }),
]

async function openMany(rows = mixed, as = 'ana', role: Role = 'reviewer', search = '') {
  const id = await insertReview(server, rows)
  const page = await renderApp(`/reviews/${id}${search}`, { server, as, roles: [role] })
  await page.user.click(await screen.findByRole('button', { name: 'Sign off decided rows …' }))
  // Its code comes after the press: until then another dialog stands in its place.
  await screen.findByText(/^(After this only an admin|None of)/)
  return { id, page, dialog: screen.getByRole('dialog', { name: 'Sign off decided rows' }) }
}

const countOf = (dialog: HTMLElement, label: string) =>
  within(dialog).getByText(label, { selector: 'dt' }).nextElementSibling?.textContent

async function statesOf(id: string): Promise<readonly string[]> {
  const rows = await Promise.all(mixed.map((_, result_id) => storedRow(server, id, result_id)))
  return rows.map(({ signed_off_state }) => signed_off_state)
}

test('what will be signed off is counted by decision, and what is left out is said', async () => {
  const { id, page, dialog } = await openMany()
  await within(dialog).findByRole('button', { name: 'Sign off 3 rows' })
  expect(countOf(dialog, 'Accepted')).toBe('2')
  expect(countOf(dialog, 'Rejected')).toBe('1')
  expect(dialog.textContent).toContain('2 of your rows have no decision and are left out.')
  expect(changesSent(page)).toEqual([])
  expect((await statesOf(id)).filter((state) => state === 'SIGNED_OFF')).toHaveLength(1)
})

test('a press signs off the own decided rows and no other, and says so at the end', async () => {
  const { id, page, dialog } = await openMany()
  await page.user.click(await within(dialog).findByRole('button', { name: 'Sign off 3 rows' }))
  await within(dialog).findByText('Done.')
  expect(dialog.textContent).toContain('3 of 3 rows signed off')
  const [no, yes] = ['NOT_SIGNED_OFF', 'SIGNED_OFF']
  expect(await statesOf(id)).toEqual([yes, yes, yes, no, no, yes, no])
  await page.user.click(within(dialog).getByText('Close'))
  await waitFor(() => expect(dialog.isConnected).toBe(false))
})

test('who cancels has signed off nothing', async () => {
  const { id, page, dialog } = await openMany()
  await within(dialog).findByRole('button', { name: 'Sign off 3 rows' })
  await page.user.click(buttonIn(dialog, 'Cancel'))
  await waitFor(() => expect(dialog.isConnected).toBe(false))
  expect(changesSent(page)).toEqual([])
  expect((await storedRow(server, id, 0)).signed_off_state).toBe('NOT_SIGNED_OFF')
})

test('a single row is counted as one', async () => {
  const { dialog } = await openMany([...rowsOf(['r0'], accepted), ...rowsOf(['r1'])])
  await within(dialog).findByRole('button', { name: 'Sign off 1 row' })
  expect(dialog.textContent).toContain('1 of your rows has no decision and is left out.')
})

test('where nothing is decided there is nothing to press', async () => {
  const { dialog } = await openMany(rowsOf(['r0', 'r1']))
  await within(dialog).findByText(/^None of your rows has a decision/)
  expect(within(dialog).queryByRole('button', { name: /^Sign off/ })).toBeNull()
})

test('T37 an admin without rows signs off those of others only once they are included', async () => {
  const alone = await openMany(mixed, 'root', 'admin')
  await within(alone.dialog).findByText(/^None of your rows has a decision/)
})

test('T37 the rows of others are counted and named where they are included', async () => {
  const { id, page, dialog } = await openMany(mixed, 'root', 'admin', '?others=included')
  await page.user.click(await within(dialog).findByRole('button', { name: 'Sign off 4 rows' }))
  await within(dialog).findByText('Done.')
  expect((await storedRow(server, id, 6)).signed_off_state).toBe('SIGNED_OFF')
})

test('a row that a colleague changed after it was counted is left out, and the end says so', async () => {
  const { id, page, dialog } = await openMany()
  const start = await within(dialog).findByRole('button', { name: 'Sign off 3 rows' })
  await changeRowAs('ben', server, id, { result_id: 1, decision: 'RESULT_DECISION_NONE' })
  await page.user.click(start)
  await within(dialog).findByText('Done.')
  expect(dialog.textContent).toMatch(/2 of 3 rows signed off \(1 (left out|need you)\)/)
  expect((await storedRow(server, id, 1)).signed_off_state).toBe('NOT_SIGNED_OFF')
})

test('the sign-off of one row shows its decision and reason first, and closes the row', async () => {
  const id = await insertReview(server, mixed)
  const page = await renderApp(`/reviews/${id}/rows/2`, { server, as: 'ana', roles: ['reviewer'] })
  const drawer = await screen.findByRole('dialog', { name: /r2/ })
  await page.user.click(await within(drawer).findByRole('button', { name: 'Sign off this row …' }))
  const dialog = await screen.findByRole('dialog', { name: 'Sign off this row' })
  expect(dialog.textContent).toMatch(/Rejected.*Left\./)
  expect(dialog.textContent).toContain('After this only an admin can change it.')
  expect(changesSent(page)).toEqual([])
  await page.user.click(buttonIn(dialog, 'Sign off'))
  await waitFor(async () => expect((await storedRow(server, id, 2)).signed_off_state).toBe('SIGNED_OFF'))
  await waitFor(() => expect(drawer.textContent).toContain('Signed off by ana'))
  expect(buttonIn(drawer, 'Accept').getAttribute('aria-disabled')).toBe('true')
})

test('who signed a row off is said where the first reading of the row comes in later than that', async () => {
  const id = await insertReview(server, mixed)
  let letGo = () => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  const path = `/api/preview/awf/certifications/${id}/results/2`
  const ofRow = (url: URL) => url.pathname === path
  const end = instead(ofRow, async (real) => {
    const answer = await real()
    await held
    return answer
  })
  const page = await renderApp(`/reviews/${id}/rows/2`, { server, as: 'ana', roles: ['reviewer'] })
  const drawer = await screen.findByRole('dialog', { name: /r2/ })
  await page.user.click(await within(drawer).findByRole('button', { name: 'Sign off this row …' }))
  const dialog = await screen.findByRole('dialog', { name: 'Sign off this row' })
  end()
  await page.user.click(buttonIn(dialog, 'Sign off'))
  await waitFor(async () => expect((await storedRow(server, id, 2)).signed_off_state).toBe('SIGNED_OFF'))
  await waitFor(() => expect(drawer.textContent).toContain('Saved'))
  letGo()
  await waitFor(() => expect(drawer.textContent).toContain('Signed off by ana'))
})

test('a row without a decision cannot be signed off, and the drawer says why', async () => {
  const id = await insertReview(server, mixed)
  const page = await renderApp(`/reviews/${id}/rows/3`, { server, as: 'ana', roles: ['reviewer'] })
  const drawer = await screen.findByRole('dialog', { name: /r3/ })
  const button = await within(drawer).findByRole('button', { name: 'Sign off this row …' })
  expect(button.getAttribute('aria-disabled')).toBe('true')
  await page.user.click(button)
  expect(screen.queryByRole('dialog', { name: 'Sign off this row' })).toBeNull()
})
