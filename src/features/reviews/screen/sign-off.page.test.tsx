import { screen, within } from '@testing-library/dom'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { startBulkWorker } from '#testing/bulk-worker.ts'
import { renderApp } from '#testing/render-app.tsx'
import { aNode, aRow, aUser, insertCertification, insertWorkflow } from '#testing/review-data.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
let review = 0

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await insertWorkflow(server.database.store.db, { workflow_id: 'w1' })
})

afterAll(() => server.close())

/** Each test has a review of its own with four decided rows, of which two are those of a contractor. */
beforeEach(async () => {
  review += 1
  const row = (id: string) =>
    aRow({
      source: aNode('OktaUser', id),
      reviewers: [aUser('ana')],
      decision: id === 'lchen' ? 'RESULT_DECISION_REJECTED' : 'RESULT_DECISION_ACCEPTED',
    })
  const certification = { certification_id: `c${review}`, workflow_id: 'w1' }
  const people = ['jdoe', 'ksmith', 'lchen', 'mroe']
  await insertCertification(server.database.store.db, certification, people.map(row))
})

const open = (search = '') =>
  renderApp(`/reviews/c${review}${search}`, { server, as: 'ana', roles: ['reviewer'] })

/** The rows that are signed off in the database. */
async function signed(): Promise<readonly string[]> {
  const rows = await server.database.store.db
    .selectFrom('result')
    .innerJoin('certification', 'certification.number', 'result.certification')
    .select('source')
    .where('certification_id', '=', `c${review}`)
    .where('signed_off_state', '=', 'SIGNED_OFF')
    .orderBy('result_id')
    .execute()
  return rows.map(({ source }) => source.id)
}

test('T40 a list that is not filtered has one way, and the key and the button have different names', async () => {
  const { user } = await open()
  await user.click(await screen.findByRole('button', { name: 'Sign off decided rows …' }))
  await screen.findByRole('button', { name: 'Sign off 4 rows' })
  expect(screen.queryByText(/filtered/)).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  await user.click(await screen.findByRole('button', { name: 'Keys' }))
  await screen.findByText('Sign off this row')
})

test('T50 where nothing is left to decide, the sign-off is offered in place of the rows', async () => {
  await startBulkWorker(server)
  const { user } = await open('?decision=RESULT_DECISION_NONE')
  await screen.findByRole('heading', { name: 'Everything is decided' })
  expect(screen.queryByText(/No row matches/)).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Sign off 4 rows' }))
  await user.click(await screen.findByRole('button', { name: 'Preview for all 4 rows' }))
  const dialog = within(screen.getByRole('dialog', { name: 'Sign off decided rows' }))
  await user.click(await dialog.findByRole('button', { name: 'Sign off 4 rows' }))
  await screen.findByText('4 of 4 rows were signed off.')
  expect(await signed()).toHaveLength(4)
})

test('T50 whoever has no rows of their own is told of those of others, not that everything is signed off', async () => {
  const query = '?decision=RESULT_DECISION_NONE'
  await renderApp(`/reviews/c${review}${query}`, { server, as: 'root', roles: ['admin'] })
  await screen.findByRole('heading', { name: 'Everything is decided' })
  await screen.findByText('4 rows not signed off.')
  expect(screen.queryByText(/everything is signed off/)).toBeNull()
})
