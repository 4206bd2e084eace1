import { screen, waitFor } from '@testing-library/dom'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { renderApp } from '#testing/render-app.tsx'
import { startServer, type TestServer } from '#testing/start-server.ts'

const minute = 60_000

let server: TestServer
/** So far the sessions' clock is behind that of the answers. */
let behind = 0

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'), { clock: () => new Date(Date.now() - behind) })
})
afterAll(() => server.close())

const warning = (text: RegExp) => screen.findByText(text, { selector: 'output' })

test('the last two minutes of a session are told, and a press keeps one that idles, not one that is too old', async () => {
  behind = 28.5 * minute
  const page = await renderApp('/exports', { server, as: 'ada', roles: ['auditor'] })
  const { headerControls } = await import('./header.tsx')
  await headerControls.load()
  const idles = await warning(/signed out at \d\d:\d\d\.$/)
  expect(document.querySelector('dialog[open]')).toBeNull()
  expect(idles.parentElement?.contains(document.activeElement)).toBe(false)

  behind = 0
  await page.user.click(screen.getByRole('button', { name: 'Stay signed in' }))
  await waitFor(() => expect(idles.textContent).toBe(''))

  // As after twelve hours, which no use makes longer.
  behind = 28.5 * minute
  const again = await renderApp('/exports', { server, as: 'ada', roles: ['auditor'] })
  await warning(/signed out at/)
  const soon = new Date(Date.now() + minute).toISOString()
  await server.database.store.db
    .updateTable('session')
    .set({ expires_at: soon })
    .where('actor', '=', 'ada')
    .execute()
  behind = 0
  await again.user.keyboard('x')
  const old = await warning(/^Your session ends at \d\d:\d\d: it has lasted/)
  await again.user.click(screen.getByRole('button', { name: 'Close' }))
  expect(old.textContent).toBe('')
})
