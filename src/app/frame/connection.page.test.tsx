import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { instead, isList } from '#testing/activity-answers.ts'
import { activityPath, countLine } from '#testing/activity-page.ts'
import { renderApp } from '#testing/render-app.tsx'
import { startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
})
afterAll(() => server.close())

const note = (text: RegExp) =>
  waitFor(() => expect(within(screen.getByRole('banner')).getByRole('status').textContent).toMatch(text))

test.each([
  [
    'that cannot work now is called busy',
    () => new Response('not now', { status: 503, headers: { 'Retry-After': '1' } }),
    /^The server is busy or restarting\.$/,
  ],
  [
    'that does not answer is not connected',
    () => Promise.reject(new TypeError('no way there')),
    /^Not connected\.$/,
  ],
] as const)('T10 a server %s, and comes back by itself', async (_, answer, text) => {
  const end = instead((url) => isList(url) || url.pathname === '/readyz', answer)
  await renderApp(activityPath(), { server, as: 'eve', roles: ['auditor'] })
  await note(text)
  end()
  await note(/^Connected again\.$/)
  await countLine('0 events, all loaded')
})
