import { screen, waitFor } from '@testing-library/dom'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Role } from '#contract/permissions.ts'
import { anEvent } from '#testing/action-events.ts'
import { importEvents } from '#testing/activity-import.ts'
import { insertReview, rowsOf } from '#testing/insert-review.ts'
import { renderApp } from '#testing/render-app.tsx'
import { startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
let real: TestServer
let review = ''

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  real = await startServer(inject('postgresUrl'))
  await importEvents(server, 'demonstration', [anEvent()], true)
  review = await insertReview(server, rowsOf(['jdoe']))
})
afterAll(async () => {
  await server.close()
  await real.close()
})

/** main.tsx fetches the menus of the header, behind the first rows. */
async function fetchMenus(): Promise<void> {
  const { headerControls } = await import('./header.tsx')
  await headerControls.load()
}

const screens: readonly (readonly [string, Role, () => string])[] = [
  ['the activity', 'auditor', () => '/activity/workflow-actions'],
  ['the list of reviews', 'reviewer', () => '/reviews'],
  ['a review', 'reviewer', () => `/reviews/${review}`],
  ['sign-in', 'reviewer', () => '/sign-in'],
  ['an address that nobody has', 'reviewer', () => '/no-such-page'],
]

test.each(screens)('T52 the demonstration says that it is one: %s', async (_, role, path) => {
  const page = await renderApp(path(), { server, as: 'ana', roles: [role], mountsOnce: true })
  await fetchMenus()
  const note = await screen.findByText('Demo', { selector: 'header strong' })
  expect(note.closest('[role="note"]')?.textContent).toBe(
    'Demo data. These people, events and reviews are made up.',
  )
  // Nothing is read for it besides what every screen reads, and the sign-in page the accounts.
  const timesRead = (path: string) => page.read.filter(({ pathname }) => pathname === path).length
  await waitFor(() => expect(timesRead('/app/v1/accounts') > 0).toBe(path() === '/sign-in'))
  expect(timesRead('/app/v1/session')).toBe(1)
})

test('T52 data that is real has no such word', async () => {
  await renderApp('/reviews', { server: real, as: 'ana', roles: ['reviewer'] })
  await fetchMenus()
  await screen.findByRole('button', { name: /^ana/ })
  expect(screen.queryByRole('note')).toBeNull()
})
