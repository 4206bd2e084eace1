import { screen, waitFor, within } from '@testing-library/dom'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { insertReview } from '#testing/insert-review.ts'
import { renderApp } from '#testing/render-app.tsx'
import { aNode, aRow, aUser } from '#testing/review-data.ts'
import { rowWith } from '#testing/review-page.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
})
afterAll(() => server.close())

const awkward = 'a/b 100% %2F ?#“rows”'
const ada = (id = awkward) => aNode('Okta/User', id, { department: 'Finance', title: 'Analyst' })
const app = (id: string) => aNode('App', id)
const ofAna = { reviewers: [aUser('ana')] }

async function make() {
  const id = await insertReview(server, [
    aRow({ ...ofAna, source: ada(), destination: app('mail') }),
    aRow({ ...ofAna, source: ada(), destination: app('payroll') }),
    aRow({ source: ada(), destination: app('unseen') }),
    aRow({ ...ofAna, source: aNode('Okta/User', 'bob'), destination: app('mail') }),
    aRow({ source: aNode('Okta/User', 'hidden'), destination: app('vault') }),
  ])
  await sql`INSERT INTO result_peers SELECT number, 1, 'department', 'Finance', 2, 41 FROM certification
    WHERE certification_id = ${id}`.execute(server.database.store.db)
  return id
}
const addressOf = (id: string, of: string, type: string, entity: string) =>
  `/reviews/${id}/${of}/${encodeURIComponent(type)}/${encodeURIComponent(entity)}`

test('T14 from a row one comes to all that its person holds of what one may see, decides there, and back', async () => {
  const id = await make()
  await sql`INSERT INTO review_setting SELECT 'peer_facts', workflow_id, '{"shown_to": "EVERYBODY"}' FROM certification
    WHERE certification_id = ${id}`.execute(server.database.store.db)
  const page = await renderApp(`/reviews/${id}/rows/1`, { server, as: 'ana', roles: ['reviewer'] })
  const { user } = page
  await screen.findByText(/2 of 41 in .*Finance.* hold it/)
  const access = (await screen.findByRole('heading', { name: 'Access' })).closest('section')
  if (!access) throw new Error('there is no access')
  await user.click(within(access).getAllByRole('link')[0] as HTMLElement)
  const head = await screen.findByRole('region', { name: 'Rows of one person' })
  await within(head).findByText('2 rows that you may see; 2 to decide')
  expect(location.pathname).toBe(addressOf(id, 'people', 'Okta/User', awkward))
  await within(head).findByText('payroll', { selector: 'li bdi' })
  within(head).getByText('Analyst')
  await screen.findByText('2 matching rows')
  expect(screen.queryByText('bob')).toBeNull()
  // Counts of the whole review are no numbers of this page.
  expect(screen.getByRole('link', { name: 'To decide' })).toBeDefined()
  // Rows are decided here as in the whole review, and an open row keeps the address of this page before its own.
  const row = await rowWith('payroll')
  await user.click(within(row).getByRole('button', { name: /^Accept/ }))
  await within(head).findByText('2 rows that you may see; 1 to decide, 1 to sign off')
  await user.click(within(row).getAllByText('payroll')[0] as HTMLElement)
  await waitFor(() =>
    expect(location.pathname).toBe(`${addressOf(id, 'people', 'Okta/User', awkward)}/rows/1`),
  )
  await user.click(await screen.findByRole('button', { name: /^Close/ }))
  await waitFor(() => expect(location.pathname).toBe(addressOf(id, 'people', 'Okta/User', awkward)))
  await user.click(within(head).getByRole('link', { name: 'All rows of this review' }))
  await screen.findByText('3 rows')
  expect(screen.queryByRole('region', { name: 'Rows of one person' })).toBeNull()
})

test('T14 the address of a resource can be loaded, filtered, and opened over a row', async () => {
  const id = await make()
  const as = { server, as: 'root', roles: ['admin'] } as const
  const path = addressOf(id, 'resources', 'App', 'mail')
  await renderApp(`${path}?source.name=co:bob`, as)
  await screen.findByText('2 rows that you may see; 2 to decide')
  await screen.findByText('1 matching row')
  await rowWith('bob')
  await renderApp(`${path}/rows/3`, as)
  await screen.findByRole('heading', { name: 'Access' })
  await screen.findByText('2 matching rows')
})

test('T14 a person of whom one may see no row is as one that does not exist', async () => {
  const id = await make()
  const as = { server, as: 'ana', roles: ['reviewer'] } as const
  const told: string[] = []
  for (const person of ['hidden', 'nobody']) {
    await renderApp(addressOf(id, 'people', 'Okta/User', person), as)
    const title = await screen.findByText('This person is not in this review')
    await screen.findByText('No row matches')
    told.push(title.closest('section, div')?.textContent ?? '')
  }
  expect(told[0]).toBe(told[1])
  await renderApp(`/reviews/${id}/places/Okta/bob`, as)
  await screen.findByRole('heading', { name: 'There is no such page' })
})
