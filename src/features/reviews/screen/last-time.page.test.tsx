import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { instead, refusal } from '#testing/activity-answers.ts'
import type { Access } from '#testing/last-time-oracle.ts'
import { type OpenPage, renderApp } from '#testing/render-app.tsx'
import { aUser, insertPeople } from '#testing/review-data.ts'
import { buttonIn, rowWith } from '#testing/review-page.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'
import { twoReviews } from '#testing/two-reviews.ts'

const same = { effective: ['Read'], raw: ['r'] }
const wider = { effective: ['Read', 'Delete'], raw: ['r'] }
type By = NonNullable<Access['before']>['decided'][number]
const access = (who: string, decided: By | undefined, now: Access['now'] = same): Access => ({
  who,
  way: undefined,
  what: 'role',
  now,
  before: { ...same, decided: decided ? [decided] : [], note: decided ? `then ${who}` : '' },
})
const rows: readonly Access[] = [
  access('kept', { by: 'grace', decision: 'ACCEPTED' }),
  access('grown', { by: 'grace', decision: 'ACCEPTED' }, wider),
  access('refused', { by: 'olga', decision: 'REJECTED' }),
  access('mended', { by: 'olga', decision: 'FIXED' }),
  access('ruled', { by: 'rule', decision: 'REJECTED' }),
  { ...access('left', { by: 'grace', decision: 'ACCEPTED' }), now: undefined },
]

let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await insertPeople(server.database.store.db, [aUser('ana')], ['reviewer'])
  for (const workflow_id of ['shown', 'hidden']) await twoReviews(server.database, rows, { workflow_id })
  const value = { diff_dropdown_behavior: 'ALWAYS_HIDE_FOR_ACCESS_REVIEWER_ROLE' }
  await server.database.store.db
    .insertInto('review_setting')
    .values({ leaf: 'ui_customization_settings', workflow_id: 'hidden', value })
    .execute()
})
afterAll(() => server.close())

const open = (path = '', as = 'ana', role: 'reviewer' | 'admin' = 'reviewer') =>
  renderApp(`/reviews/shown-now${path}`, { server, as, roles: [role] })
const tabs = () => screen.getByRole('navigation', { name: 'Rows by decision' })
const labels = () =>
  within(tabs())
    .getAllByRole('link')
    .map(({ textContent }) => textContent?.trim())
const asksLastTime = ({ pathname }: URL) => pathname.endsWith('/last_time')
const asksRows = ({ pathname, searchParams }: URL) => pathname.endsWith('/rows') && searchParams.has('ids')
const lastAsked = ({ read }: OpenPage, name: string) =>
  read.findLast(({ pathname }) => pathname.endsWith('/positions'))?.searchParams.get(name)

test('what was rejected before has a tab left of To decide, which says how many of it are to decide', async () => {
  const page = await open('?source.name=co:e')
  const tab = await screen.findByRole('link', { name: 'Rejected before, still here 2' })
  expect(labels().slice(0, 3)).toEqual(['All 5', 'Rejected before, still here 2', 'To decide 5'])
  expect(labels().at(-1)).toBe('Rejected by rule, still here 1')
  await page.user.click(tab)
  await screen.findByText('of these 2, 2 to decide')
  expect(tab.getAttribute('aria-current')).toBe('true')
  expect(lastAsked(page, 'filter')).toContain('source.name')
  expect(lastAsked(page, 'last_time_filter')).toContain('"FIXED"')
  const listed = (await screen.findAllByRole('row')).map(({ textContent }) => textContent ?? '')
  // What was reported fixed comes first.
  expect(listed.findIndex((text) => text.includes('mended'))).toBeLessThan(
    listed.findIndex((text) => text.includes('refused')),
  )
  // As all tabs, another one replaces what is asked about decisions, and nothing else.
  await page.user.click(within(tabs()).getByRole('link', { name: /^To decide/ }))
  await rowWith('kept')
  expect(lastAsked(page, 'filter')).toContain('source.name')
  expect(lastAsked(page, 'last_time_filter')).toBeNull()
})

test('its place is kept until its number is there, so that no tab moves', async () => {
  let answer: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    answer = resolve
  })
  instead(asksLastTime, async (real) => {
    await held
    return real()
  })
  await open()
  await rowWith('kept')
  const place = await screen.findByText('Rejected before, still here …')
  expect(place.nextElementSibling?.textContent).toBe('To decide 5')
  answer()
  const tab = await screen.findByRole('link', { name: 'Rejected before, still here 2' })
  expect(tab.nextElementSibling?.textContent).toBe('To decide 5')
})

test('rows say what has become of them in a column, and an open one with its note and by whom', async () => {
  const page = await open('/rows/0?access_change=WIDER')
  const row = await rowWith('grown')
  await waitFor(() => expect(row.textContent).toContain('Wider: + Delete · accepted, Jul 2026'))
  expect(lastAsked(page, 'last_time_filter')).toBe('access_change eq "WIDER"')
  expect(screen.queryByRole('row', { name: /kept/ })).toBeNull()
  const heading = await screen.findByRole('heading', { name: 'Last time' })
  const facts = heading.parentElement?.textContent
  expect(facts).toContain('accepted in Jul 2026 by grace')
  expect(facts).toContain('“then grown”')
})

test('the unchanged are accepted for a reason, and the preview says what it leaves out', async () => {
  const { user, sent } = await open()
  await user.click(await screen.findByRole('button', { name: 'Accept the unchanged …' }))
  const dialog = await screen.findByRole('dialog', { name: /^Accept/ })
  await user.click(await within(dialog).findByRole('button', { name: 'Preview' }))
  await within(dialog).findByText('A reason is needed here.')
  expect(sent.filter(({ path }) => path.includes('/bulk'))).toEqual([])
  await user.type(within(dialog).getByRole('textbox'), 'As in July.')
  await user.click(buttonIn(dialog, 'Preview'))
  await within(dialog).findByRole('button', { name: 'Accept 1 row' })
  expect(dialog.textContent).toContain('Of 5 rows, 1 will be accepted and 4 are left out.')
})

test('what is not answered moves no row: the header says that there is no connection', async () => {
  let tries = 0
  const mend = instead(asksLastTime, () => {
    tries += 1
    throw new TypeError('Failed to fetch')
  })
  await open()
  await rowWith('kept')
  await screen.findByText(/^Not connected/)
  let isTold = false
  // Four tries are one read; the fifth is made once the server answers again.
  await waitFor(() => {
    isTold ||= within(tabs()).queryByRole('alert') !== null
    expect(tries).toBeGreaterThan(4)
  })
  expect(isTold).toBe(false)
  mend()
  await screen.findByRole('link', { name: 'Rejected before, still here 2' })
})

test.each([
  ['counts', asksLastTime],
  ['facts of rows', asksRows],
])('%s that could not be read say so, and are read again where that is asked for', async (_, asks) => {
  const mend = instead(asks, () => refusal(503, 'unavailable', 'Not now.'))
  const { user } = await open()
  await rowWith('kept')
  const alert = await within(tabs()).findByRole('alert')
  expect(alert.textContent).toContain('What was last time could not be read.')
  mend()
  await user.click(within(alert).getByRole('button', { name: 'Try again' }))
  await screen.findByRole('link', { name: 'Rejected before, still here 2' })
  await waitFor(() => expect(within(tabs()).queryByRole('alert')).toBeNull())
  await waitFor(async () =>
    expect((await rowWith('ruled')).textContent).toContain('rejected by rule, still here'),
  )
})

test('what has gone stands in the details for who sees both reviews', async () => {
  const { user } = await open('', 'root', 'admin')
  await user.click(await screen.findByRole('button', { name: 'Details' }))
  const heading = await screen.findByRole('heading', { name: 'Gone since last time' })
  const section = within(heading.parentElement ?? document.body)
  section.getByText(/1 access has gone since/)
  await user.click(section.getByRole('button', { name: 'Show them' }))
  await section.findByText(/left → role/)
})

test('where reviewers are not to see it, nothing of it is asked for or shown', async () => {
  const { read } = await renderApp('/reviews/hidden-now', { server, as: 'ana', roles: ['reviewer'] })
  await rowWith('refused')
  await screen.findByRole('link', { name: 'To decide 5' })
  expect(document.body.textContent).not.toMatch(/still here|Last time|Accept the unchanged/)
  expect(read.filter(asksLastTime)).toEqual([])
})
