import { screen } from '@testing-library/dom'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { type OpenPage, renderApp } from '#testing/render-app.tsx'
import { aRow, insertCertification, insertWorkflow } from '#testing/review-data.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer

beforeAll(async () => {
  vi.stubEnv('TZ', 'America/New_York')
  server = await startServer(inject('postgresUrl'))
  const { db } = server.database.store
  await insertWorkflow(db, { workflow_id: 'w' })
  const review = { certification_id: 'c', workflow_id: 'w', name: 'Q4', due_date: '2999-07-01T15:00:00Z' }
  await insertCertification(db, review, [aRow()])
})

afterAll(() => server.close())

test('a due date is entered on the clock that the reader has chosen, in the list and in the review', async () => {
  const as = { server, as: 'root', roles: ['admin'] } as const
  const { user } = await renderApp('/reviews/c', as)
  await chooseUtc(user)
  await user.click(await screen.findByRole('button', { name: 'Details' }))
  await user.click(await screen.findByRole('button', { name: 'Edit …' }))
  expect(screen.getByLabelText('Due (UTC)')).toBeDefined()

  const list = await renderApp('/reviews', as)
  await chooseUtc(list.user)
  await list.user.click(await screen.findByRole('button', { name: 'Manage Q4' }))
  await list.user.click(await screen.findByRole('button', { name: 'Edit …' }))
  expect(await screen.findByLabelText('Due (UTC)')).toBeDefined()
})

async function chooseUtc(user: OpenPage['user']): Promise<void> {
  // main.tsx fetches the menus of the header, behind the first rows.
  const { headerControls } = await import('../screens/screens.ts')
  await headerControls.load()
  await user.selectOptions(await screen.findByRole('combobox', { name: 'Time zone' }), 'utc')
}
