import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { instead } from '#testing/activity-answers.ts'
import { insertReview, rowsOf } from '#testing/insert-review.ts'
import { renderApp } from '#testing/render-app.tsx'
import type { GivenRow } from '#testing/review-data.ts'
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
/** Two accepted rows, one rejected, and one to decide. */
const mixed: readonly GivenRow[] = [
  ...rowsOf(['r0', 'r1'], accepted),
  ...rowsOf(['r2'], rejected),
  ...rowsOf(['r3']),
]

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
