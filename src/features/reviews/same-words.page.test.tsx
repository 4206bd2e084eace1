import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { renderApp } from '#testing/render-app.tsx'
import { aRow, insertCertification, insertWorkflow } from '#testing/review-data.ts'
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
  expired: { name: 'Long ago', due_date: from(-30 * day), expired_at: from(-30 * day) },
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

const phases = /^(Draft|In progress|Expired|Completed|Superseded)$/
const dueWords = /^(no due date$|due |in \d|overdue|completed \d)/i
