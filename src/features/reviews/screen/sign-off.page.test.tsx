import { screen } from '@testing-library/dom'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
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

test.each([
  ['of the list', /^Sign off 1 row of this list$/, ['lchen']],
  ['of all', /^Sign off all 4 rows$/, ['jdoe', 'ksmith', 'lchen', 'mroe']],
])('T40 the sign-off of a filtered list says both numbers and offers both: %s', async (_, name, rows) => {
  const { user } = await open('?decision=RESULT_DECISION_REJECTED')
  await screen.findByRole('row', { name: /lchen/ })
  await user.click(screen.getByRole('button', { name: 'Sign off decided rows …' }))
  await screen.findByText('The list is filtered: 1 of these 4 is in it.')
  await user.click(await screen.findByRole('button', { name }))
  await screen.findByText('Done.')
  expect(await signed()).toEqual(rows)
})

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
  const { user } = await open('?decision=RESULT_DECISION_NONE')
  await screen.findByRole('heading', { name: 'Everything is decided' })
  expect(screen.queryByText(/No row matches/)).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Sign off 4 rows' }))
  await screen.findByText('The list is filtered: 0 of these 4 are in it.')
  expect(screen.queryByRole('button', { name: /of this list/ })).toBeNull()
  await user.click(await screen.findByRole('button', { name: 'Sign off all 4 rows' }))
  await screen.findByText('Done.')
  expect(await signed()).toHaveLength(4)
})

test('T50 whoever has no rows of their own is told of those of others, not that everything is signed off', async () => {
  const query = '?decision=RESULT_DECISION_NONE'
  await renderApp(`/reviews/c${review}${query}`, { server, as: 'root', roles: ['admin'] })
  await screen.findByRole('heading', { name: 'Everything is decided' })
  await screen.findByText('4 rows not signed off.')
  expect(screen.queryByText(/everything is signed off/)).toBeNull()
})
