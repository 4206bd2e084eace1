import { screen } from '@testing-library/dom'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { renderApp } from '#testing/render-app.tsx'
import { startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
})
afterAll(() => server.close())

test('the menu of the account leads to the exports of its reader, and closes', async () => {
  const { user } = await renderApp('/reviews', { server, as: 'eve', roles: ['auditor'] })
  // main.tsx fetches the menus of the header, behind the first rows.
  const { headerControls } = await import('./header.tsx')
  await headerControls.load()
  await user.click(await screen.findByRole('button', { name: /^eve/ }))
  await user.click(await screen.findByRole('link', { name: 'My exports' }))
  await screen.findByRole('heading', { name: 'No exports yet' })
  expect(screen.queryByRole('link', { name: 'My exports' })).toBeNull()
})
