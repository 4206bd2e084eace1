import { screen, within } from '@testing-library/dom'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { renderApp } from '#testing/render-app.tsx'
import { aRow, aUser, insertCertification, insertWorkflow } from '#testing/review-data.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  const { db } = server.database.store
  const mine = aRow({ reviewers: [aUser('ana')] })
  for (const name of ['Bucket readers', 'Payroll admins']) {
    await insertWorkflow(db, { workflow_id: name })
    const certification = { certification_id: `of ${name}`, workflow_id: name }
    await insertCertification(db, certification, [mine, { ...mine, decision: 'RESULT_DECISION_ACCEPTED' }])
  }
})

afterAll(() => server.close())

test('a reviewer finds the reviews that hold rows of theirs, and how far they are', async () => {
  await renderApp('/reviews', { server, as: 'ana', roles: ['reviewer'] })
  const row = await screen.findByRole('row', { name: /Bucket readers/ })
  expect(
    within(row)
      .getByRole('link', { name: /Bucket readers/ })
      .getAttribute('href'),
  ).toMatch(/^\/reviews\/of%20Bucket/)
  expect(row.textContent).toMatch(/1 of 2|50/)
  expect(screen.getByText('2 reviews')).toBeDefined()
})

test('a reviewer without rows is told that there is nothing to review', async () => {
  await renderApp('/reviews', { server, as: 'ben', roles: ['reviewer'] })
  expect(await screen.findByRole('heading', { name: 'Nothing to review' })).toBeDefined()
  expect(screen.queryByText(/Bucket readers/)).toBeNull()
})

test('a name that is typed narrows the list and stands in the address', async () => {
  const { user } = await renderApp('/reviews', { server, as: 'ana', roles: ['reviewer'] })
  await screen.findByRole('row', { name: /Bucket readers/ })
  await user.type(screen.getByRole('searchbox'), 'payroll')
  expect(await screen.findByText('1 of 2 reviews')).toBeDefined()
  expect(screen.getByRole('row', { name: /Payroll admins/ })).toBeDefined()
  expect(screen.queryByRole('row', { name: /Bucket readers/ })).toBeNull()
  expect(new URLSearchParams(location.search).toString()).toContain('payroll')
})
