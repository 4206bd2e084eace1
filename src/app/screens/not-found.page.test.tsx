import { screen } from '@testing-library/dom'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Role } from '#contract/permissions.ts'
import { renderApp } from '#testing/render-app.tsx'
import { startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
})

afterAll(() => server.close())

test('T52 a review that is not there leads to the reviews, and so does the log that is not for a reviewer', async () => {
  const as = { server, as: 'ana', roles: ['reviewer'] } as const
  await renderApp('/reviews/none', as)
  await screen.findByRole('heading', { name: 'This review is not available' })
  expect(screen.getByRole('link', { name: 'Show the reviews' }).getAttribute('href')).toBe('/reviews')
  await renderApp('/activity/workflow-actions/no-task/no-action', as)
  await screen.findByRole('heading', { name: 'The activity log is not for your account' })
  expect(screen.getByRole('link', { name: 'Go to the reviews' }).getAttribute('href')).toBe('/reviews')
})

test.each<[Role, string]>([
  ['reviewer', '/reviews'],
  ['auditor', '/activity/workflow-actions'],
])('T52 an address that nobody has leads a reader to where they may go: %s', async (role, path) => {
  await renderApp('/no-such-page', { server, as: `the ${role}`, roles: [role] })
  await screen.findByRole('heading', { name: 'There is no such page' })
  expect(screen.getByRole('link', { name: /^Go to the/ }).getAttribute('href')).toBe(path)
})
