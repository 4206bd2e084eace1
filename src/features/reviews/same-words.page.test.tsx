import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { renderApp } from '#testing/render-app.tsx'
import { aRow, aUser, insertCertification, insertWorkflow } from '#testing/review-data.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

const minute = 60_000
const day = 24 * 60 * minute
// Half a minute off, so that the words do not change while the page is read.
const from = (ms: number) => new Date(Date.now() + ms + minute / 2).toISOString()

const cases = {
  'no name': { started_at: '2026-03-29T00:30:00Z', due_date: from(5 * day) },
  'no due date': { name: 'Open end' },
  'due in minutes': { name: 'Soon', due_date: from(20 * minute) },
  'minutes overdue': { name: 'Late', due_date: from(-20 * minute) },
  'in grace after completion': {
    name: 'Done',
    state: 'CERT_STATE_COMPLETED',
    due_date: from(-3 * day),
    completed_at: from(-4 * day),
  },
  expired: { name: 'Long ago', due_date: from(-30.5 * day), expired_at: from(-30.5 * day) },
  draft: { name: 'Draft', published: false, due_date: from(-1 * day) },
  deleted: {
    name: 'Gone',
    state: 'CERT_STATE_SUPERSEDED',
    due_date: from(-2 * day),
    superseded_at: from(-3 * day),
  },
} as const

let server: TestServer

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  const { db } = server.database.store
  await insertWorkflow(db, { workflow_id: 'w', name: 'Salesforce admins' })
  for (const [certification_id, more] of Object.entries(cases))
    await insertCertification(db, { certification_id, workflow_id: 'w', ...more }, [aRow()])
})

afterAll(() => server.close())

test.each(Object.keys(cases))('the list and the screen call a review the same: %s', async (id) => {
  const as = { server, as: 'root', roles: ['admin'] } as const
  await renderApp('/reviews?phase=superseded&phase=draft&phase=in+progress&phase=expired&phase=completed', as)
  // Until the workflows are known, theirs is not the name.
  await screen.findByRole('heading', { name: 'Workflows' })
  const href = `/reviews/${encodeURIComponent(id)}`
  const link = await waitFor(() => {
    const found = screen.getAllByRole('link').find((one) => one.getAttribute('href') === href)
    if (!found) throw new Error(`The list has no ${href}.`)
    return found
  })
  const name = link.textContent
  const row = link.closest('tr')
  if (!row) throw new Error('The review is in no row.')
  const badge = within(row).getAllByText(phases)[0]
  const phase = [badge?.textContent, badge?.closest('[data-tip]')?.getAttribute('data-tip')]
  const due = within(row).getByText(dueWords).textContent

  await renderApp(href, as)
  await waitFor(() => expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(name))
  const head = screen.getByRole('heading', { level: 1 }).closest('header')
  if (!head) throw new Error('The screen has no head.')
  const shown = within(head).getAllByText(phases)[0]
  expect([shown?.textContent, shown?.closest('[data-tip]')?.getAttribute('data-tip')]).toEqual(phase)
  expect(within(head).getByText(dueWords).textContent).toBe(due)
})

test.each([
  {
    who: 'an admin with the rows of others',
    as: 'root',
    role: 'admin',
    search: '?others=included',
    whose: '',
  },
  { who: 'an admin who reviews none', as: 'vera', role: 'admin', search: '', whose: '' },
  { who: 'a reviewer', as: 'ana', role: 'reviewer', search: '', whose: ' of yours' },
] as const)(
  'T39 what is left is said in the same numbers and words in list, head, tabs and details: $who',
  async ({ as, role, search, whose }) => {
    const id = `left of ${as}`
    const row = (decision: string, signed_off_state = 'NOT_SIGNED_OFF') =>
      aRow({ decision: `RESULT_DECISION_${decision}`, signed_off_state, reviewers: [aUser('ana')] })
    const rows = [row('NONE'), row('NONE'), row('NONE'), row('ACCEPTED'), row('REJECTED')]
    await insertCertification(
      server.database.store.db,
      { certification_id: id, workflow_id: 'w', name: id, due_date: from(day) },
      [...rows, row('ACCEPTED', 'SIGNED_OFF')],
    )
    const reader = { server, as, roles: [role] } as const
    await renderApp('/reviews', reader)
    const inList = (await screen.findByRole('link', { name: id })).closest('tr')?.textContent
    expect(inList).toContain(`3 of 6${whose} decided`)
    expect(inList).toContain('3 to decide, 2 to sign off')

    const { user } = await renderApp(`/reviews/${encodeURIComponent(id)}${search}`, reader)
    const tabs = await screen.findByRole('navigation', { name: 'Rows by decision' })
    const named = within(tabs)
      .getAllByRole('link')
      .map(({ textContent }) => textContent)
    expect(named).toEqual([
      'All 6',
      'To decide 3',
      'To sign off 2',
      'Accepted 2',
      'Rejected 1',
      'Fixed 0',
      'Signed off 1',
    ])
    const head = screen.getByRole('heading', { level: 1 }).closest('header')
    expect(head?.textContent).toContain('3 to decide, 2 to sign off')
    expect(head?.textContent).toContain(`3 of 6 rows${whose} decided, 1 signed off`)

    await user.click(screen.getByRole('button', { name: 'Details' }))
    await screen.findByText('Left')
    const details = screen.getByRole('dialog', { name: 'About this review' })
    const fact = (term: string) => within(details).getByText(term).nextElementSibling?.textContent
    expect(fact('Left')).toBe('3 to decide, 2 to sign off')
    expect(fact('Decided')).toBe(`3 of 6 rows${whose} decided, 1 signed off`)
    await user.click(within(details).getByRole('button', { name: 'Close' }))

    await user.click(within(tabs).getByRole('link', { name: 'To sign off 2' }))
    await screen.findByText('2 matching rows')
    expect(within(tabs).getByRole('link', { current: true }).textContent).toBe('To sign off 2')
  },
)

const phases = /^(Draft|In progress|Expired|Completed|Superseded)$/
const dueWords = /^(no due date$|due |in \d|overdue|completed \d)/i
