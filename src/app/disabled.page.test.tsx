import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { anEvent } from '#testing/action-events.ts'
import { holdBack, isList } from '#testing/activity-answers.ts'
import { importEvents } from '#testing/activity-import.ts'
import { activityPath } from '#testing/activity-page.ts'
import { descriptionOf } from '#testing/description-of.ts'
import { insertReview, rowsOf } from '#testing/insert-review.ts'
import { renderApp } from '#testing/render-app.tsx'
import { rowWith } from '#testing/review-page.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
let over = ''

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await importEvents(server, 'events.ndjson', [anEvent({ policy_task: 'task-1' })])
  over = await insertReview(server, rowsOf(['jdoe']), {
    name: 'Over',
    state: 'CERT_STATE_COMPLETED',
    completed_at: '2026-01-02T09:00:00Z',
  })
})
afterAll(() => server.close())

const admin = () => ({ server, as: 'root', roles: ['admin'] }) as const

/** What cannot be pressed now, by its name, with why: the text that it is described by, or its tooltip in a row. */
function disabled(): ReadonlyMap<string, string> {
  const controls = [...document.querySelectorAll<HTMLElement>(':disabled, [aria-disabled="true"]')]
  return new Map(
    controls.map((control) => [
      control.getAttribute('aria-label') ??
        (control.textContent || (control.closest('label')?.textContent ?? '')),
      descriptionOf(control) || (control.closest('[role="row"]') ? (control.dataset['tip'] ?? '') : ''),
    ]),
  )
}

/** Everything there is that cannot be pressed says why, and these are among it. */
async function expectReasons(reasons: Readonly<Record<string, RegExp>>): Promise<void> {
  await waitFor(() => {
    const found = disabled()
    for (const [name, why] of Object.entries(reasons)) expect(found.get(name), name).toMatch(why)
  })
  expect([...disabled()].filter(([, why]) => why === '')).toEqual([])
}

const completed = /review is completed|review in progress|Only a draft|review is closed/

test('T44 the list of reviews says why nothing can be created yet, and why not all can be done to a review', async () => {
  const letGo = holdBack(({ pathname }) => pathname.endsWith('/workflows'))
  const { user } = await renderApp('/reviews', admin())
  await expectReasons({ 'New review': /workflows are not known yet/ })
  letGo()
  await user.click(await screen.findByRole('button', { name: /^Manage .?Over/ }))
  await expectReasons({
    'Complete …': completed,
    'Delete …': completed,
    'Edit …': completed,
  })
})

test('T44 a review that is over says why its rows, its drawer and its details take no change', async () => {
  const { user } = await renderApp(`/reviews/${over}/rows/0`, admin())
  const drawer = await screen.findByRole('dialog', { name: /jdoe/ })
  await within(drawer).findByRole('button', { name: 'Accept' })
  await rowWith('jdoe')
  await expectReasons({
    Accept: completed,
    'Reassign …': completed,
    'Sign off this row …': completed,
    'Sign off decided rows …': completed,
    'Previous row (k or ↑)': /No row of the list is above/,
    'Next row (j or ↓)': /No row of the list is below/,
    'More …': /no further attributes/,
  })
  await user.click(within(drawer).getByRole('button', { name: 'Close' }))
  await user.click(screen.getByRole('button', { name: 'Columns' }))
  await expectReasons({ Who: /always shown/ })
  await user.click(screen.getByRole('button', { name: 'Details' }))
  await screen.findByText('Progress by reviewer')
  await expectReasons({ 'Edit …': completed, 'Complete …': completed, 'Delete …': completed })
})

test('T44 a filter that is set in the query says so at each control of a field', async () => {
  await renderApp(`/reviews/${over}?filter=${encodeURIComponent('not (source.name co "x")')}`, admin())
  await rowWith('jdoe')
  const query = /set in the query/
  await expectReasons({ Query: /stays in view/, 'More …': query, Who: query, May: query })
})

test('T44 the activity says why it cannot be read again, and where an event has no neighbour', async () => {
  const letGo = holdBack(isList)
  const { user } = await renderApp(activityPath(), { server, as: 'eve', roles: ['auditor'] })
  await expectReasons({ Refresh: /being read/ })
  letGo()
  await user.click(await screen.findByText('Sync AD user'))
  await expectReasons({
    'Next event (j or ↓)': /No event below/,
    'Previous event (k or ↑)': /No event above/,
  })
})

test('T44 the sign-in page says why nobody else can be chosen while somebody is being signed in', async () => {
  await server.signInDemo('dana', 'reviewer')
  const { user } = await renderApp('/sign-in', admin())
  const letGo = holdBack(({ pathname }) => pathname === '/app/v1/session')
  await user.click(await screen.findByRole('button', { name: 'Continue as the local auditor' }))
  await expectReasons({ 'Continue as the local auditor': /Signing in/ })
  expect(disabled().size).toBeGreaterThan(1)
  letGo()
})
