import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { insertReview, rowsOf } from '#testing/insert-review.ts'
import { renderApp } from '#testing/render-app.tsx'
import { aUser, insertWorkflow } from '#testing/review-data.ts'
import { fillIn } from '#testing/review-page.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
const decided = { decision: 'RESULT_DECISION_ACCEPTED' }
const day = 24 * 3600_000
const inDays = (days: number) => new Date(Date.now() + days * day).toISOString()

/** One review of each phase, with names that sort otherwise than their due dates do. */
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  const query = { source_node_types: [{ node_type: 'AwsIamRole' }] }
  const payroll = { workflow_id: 'payroll', name: 'Payroll', owner: aUser('root'), query }
  await insertWorkflow(server.database.store.db, payroll)
  const rows = [...rowsOf(['jdoe'], decided), ...rowsOf(['ksmith', 'lchen'])]
  await insertReview(server, rows, { name: 'Buckets, May', due_date: inDays(20) })
  await insertReview(server, rows, { name: 'Accounts, June', published: false, due_date: inDays(30) })
  await insertReview(server, rows, {
    name: 'Buckets, April',
    state: 'CERT_STATE_EXPIRED',
    due_date: inDays(-2),
    expired_at: inDays(-2),
  })
  await insertReview(server, rows, {
    name: 'Buckets, March',
    state: 'CERT_STATE_COMPLETED',
    completed_at: inDays(-40),
    completed_by: aUser('root'),
  })
  await insertReview(server, [], {
    name: 'Buckets, failed',
    state: 'CERT_STATE_ERROR',
    error_reason: 'It took too long.',
  })
  await insertReview(server, [], { name: 'Buckets, gathering', state: 'CERT_STATE_SEARCHING' })
  await insertReview(server, rows, {
    name: 'Buckets, deleted',
    state: 'CERT_STATE_SUPERSEDED',
    superseded_at: inDays(-1),
    superseded_by: aUser('root'),
  })
})
afterAll(() => server.close())

const openList = (search = '') => renderApp(`/reviews${search}`, { server, as: 'vera', roles: ['auditor'] })
const names = () => screen.getAllByRole('rowheader').map(({ textContent }) => textContent)
const phase = (label: string) => screen.getByRole('checkbox', { name: new RegExp(`^${label}`) })

test.each([
  ['Buckets, May', /In progress.*1 of 3 decided/],
  ['Accounts, June', /Draft.*1 of 3 decided/],
  ['Buckets, April', /Expired.*[Oo]verdue.*2 days/],
  ['Buckets, March', /Completed.*1 of 3/],
  ['Buckets, failed', /Failed.*It took too long\..*no rows yet/],
  ['Buckets, gathering', /Gathering rows.*no rows yet/],
])('the list says where %s stands', async (name, words) => {
  await openList()
  expect((await screen.findByRole('row', { name: new RegExp(name) })).textContent).toMatch(words)
})

test('the superseded are counted apart, and listed where that phase is chosen', async () => {
  const { user } = await renderApp('/reviews', { server, as: 'root', roles: ['admin'] })
  await screen.findByText('6 reviews')
  expect(screen.getByText('1 superseded not listed').isConnected).toBe(true)
  await user.click(phase('Superseded'))
  await waitFor(() => expect(names()).toEqual(['Buckets, deleted']))
  expect(screen.queryByText(/superseded not listed$/)).toBeNull()
})

test('finding, phases and order narrow the list together and live in the address', async () => {
  const page = await openList()
  await screen.findByText('6 reviews')
  await fillIn(page, screen.getByRole('searchbox'), 'buckets')
  await screen.findByText('5 of 6 reviews')
  await page.user.click(phase('In progress'))
  await waitFor(() => expect(location.search).toContain('phase=in+progress'))
  await page.user.click(phase('Completed'))
  await waitFor(() => expect(location.search).toContain('phase=completed'))
  await page.user.selectOptions(screen.getByRole('combobox', { name: 'Order' }), 'Name, Z to A')
  await waitFor(() => expect(names()).toEqual(['Buckets, May', 'Buckets, March']))
  expect(location.search).toContain('q=buckets')
  expect(location.search).toContain('sort=name+desc')
})

test('an address opens as it says', async () => {
  await openList('?q=buckets&phase=in+progress&phase=completed&sort=name+asc')
  await screen.findByText('2 of 6 reviews')
  expect(names()).toEqual(['Buckets, March', 'Buckets, May'])
  expect(phase('Completed')).toHaveProperty('checked', true)
})

test('where nothing matches, a press clears the filter', async () => {
  const { user } = await openList('?q=nothing+of+the+kind')
  await screen.findByRole('heading', { name: 'No review matches' })
  await user.click(screen.getByRole('button', { name: 'Clear the filter' }))
  await screen.findByText('6 reviews')
})

test('a workflow says who owns it, how many reviews it has, and its query', async () => {
  await openList()
  const region = await screen.findByRole('region', { name: 'Workflows' })
  const workflow = within(region)
    .getAllByRole('group')
    .find(({ textContent }) => textContent.startsWith('Payroll'))
  // The counts come with the reviews.
  await waitFor(() => expect(workflow?.textContent).toContain('0 reviews'))
  expect(workflow?.textContent).toContain('root (root@example.com)')
  expect(workflow?.querySelector('pre')?.textContent).toContain('"node_type": "AwsIamRole"')
  expect(within(region).getAllByText('1 review')).toHaveLength(6)
})

test('an operator who sees no review of a workflow is not told that it has none', async () => {
  await renderApp('/reviews', { server, as: 'otto', roles: ['operator'] })
  const region = await screen.findByRole('region', { name: 'Workflows' })
  await waitFor(() => expect(within(region).getAllByText('none that you may see')).toHaveLength(8))
  expect(region.textContent).not.toContain('0 reviews')
})
