import type { Page } from '@playwright/test'
import { events } from '#testing/many-events.ts'
import { expect, test } from '../fixtures.ts'
import { ReviewsApi } from '../reviews-api.ts'
import { ReviewFilters } from '../screens/review-filters.ts'
import { people } from '../screens/sign-in.ts'
import { Unreadable } from '../screens/unreadable.ts'
import { tabPath } from '../screens/workflow-actions.ts'

type Case = {
  /** The query of the address. */
  readonly search: string
  /** What the screen names, one text a parameter. */
  readonly names: readonly string[]
  /** A part of what it says of it. */
  readonly says: string
  /** The query once that is out. */
  readonly rest?: string
  /** What the list of the rest asks for. */
  readonly filter?: string
}

const large = 'Q4 Salesforce admins'
const [anEvent] = events

/** A case of one parameter, which is shown as it stands in the address. */
const one = (search: string, says: string): Case => ({ search, names: [search], says })

// All of them, 43 addresses, are in src/app/unreadable.page.test.tsx.
const ofActivity: readonly Case[] = [
  one('any_changes=maybe', 'Changes is true or false.'),
  one('foo=bar', 'This list has no such filter. It has state, policy_task'),
  {
    search: 'state=ERRORED&any_changes=maybe&sate=NEW&gclid=1',
    names: ['any_changes=maybe', 'sate=NEW'],
    says: 'Changes is true or false.',
    rest: 'state=ERRORED&gclid=1',
    filter: 'state eq "ERRORED"',
  },
]

const ofReview: readonly Case[] = [
  {
    search: 'source.name=co:a&notes=x&mc_cid=1',
    names: ['notes=x'],
    says: 'Note needs a comparison',
    rest: 'source.name=co:a&mc_cid=1',
    filter: 'source.name co "a"',
  },
]

const ofReviews: readonly Case[] = [
  one(
    'phase=paused',
    'There is no such phase. A phase is one of searching (“Gathering rows”), draft, in progress',
  ),
]

/** Every path that a page asks the server's API for. */
function callsOf(page: Page): URL[] {
  const calls: URL[] = []
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (/^\/(api|app)\//.test(url.pathname)) calls.push(url)
  })
  return calls
}

const texts = (calls: readonly URL[]) => calls.map(({ pathname, search }) => pathname + search)

/**
 * What may be asked for in an address that cannot be read: who asks, and of a review what it is, as a whole,
 * and what happens in it; and rows that are here already, by their ids.
 */
const harmless = [
  /^\/app\/v1\/(session|profile)$/,
  /^\/api\/preview\/awf\/certifications\/[^/]+$/,
  /^\/app\/v1\/certifications\/[^/]+\/(context|changes|last_time|rows)$/,
]
const listsIn = (calls: readonly URL[]) =>
  calls.filter(({ pathname }) => !harmless.some((path) => path.test(pathname)))

/** Opens each address, sees it named and nothing asked for, and shows the list without what cannot be read by a key. */
async function walk(
  page: Page,
  address: string,
  cases: readonly Case[],
  shown: (asked: Case, lists: () => readonly URL[]) => Promise<void>,
): Promise<void> {
  const unreadable = new Unreadable(page)
  const calls = callsOf(page)
  for (const asked of cases)
    await test.step(asked.search.slice(0, 80), async () => {
      // The page before it may still be asking.
      await page.goto('about:blank')
      calls.length = 0
      await page.goto(`${address}?${asked.search}`)
      await expect(unreadable.notice).toBeVisible()
      const names = await unreadable.named.allInnerTexts()
      expect(names.map((name) => name.replace(/ … .*/, '')).toSorted(inOrder)).toEqual(
        asked.names.toSorted(inOrder),
      )
      await expect(unreadable.notice).toContainText(asked.says)
      await expect(
        page
          .getByRole('button', { name: /^(Refresh|Columns|Query)$/ })
          .or(page.getByRole('searchbox'))
          .first(),
      ).toBeVisible()
      expect(texts(listsIn(calls))).toEqual([])

      await unreadable.dropButton.focus()
      await page.keyboard.press('Enter')
      await expect(unreadable.notice).toBeHidden()
      expect(new URL(page.url()).search).toBe(asked.rest ? `?${asked.rest.replaceAll('"', '%22')}` : '')
      await shown(asked, () => listsIn(calls))
    })
  await page.goBack()
  await expect(unreadable.notice).toBeVisible()
  calls.length = 0
  await page.reload()
  await expect(unreadable.notice).toBeVisible()
  expect(texts(listsIn(calls))).toEqual([])
}

const inOrder = (one: string, other: string) => (one < other ? -1 : 1)

test('T12 addresses of the activity ask for no list, also not before the page runs, and offer the rest', async ({
  page,
  tab,
}) => {
  await walk(page, tabPath, ofActivity, async ({ filter = null }, lists) => {
    await expect(tab.count).toHaveText(filter === null ? / events loaded$/ : / matching events/)
    const rows = lists().filter(({ pathname }) => pathname.endsWith('/action_events'))
    expect(rows.map(({ searchParams }) => searchParams.get('filter'))).toEqual([filter])
  })
})

test('T12 an address of a review asks for no positions, also not before the page runs, and offers the rest', async ({
  page,
  signIn,
  review,
  reviewServer,
}) => {
  await signIn.quietly(people.admin)
  const id = await new ReviewsApi(page).certification(large)
  await walk(page, `${reviewServer.url}/reviews/${id}`, ofReview, async ({ filter = null }, lists) => {
    await expect(filter === null ? review.count : review.answered).toBeVisible()
    const positions = lists().filter(({ pathname }) => pathname.endsWith('/positions'))
    expect(positions.map(({ searchParams }) => searchParams.get('filter'))).toEqual([filter])
  })
})

test('T12 an address of the list of reviews asks for no list, also not before the page runs, and offers the rest', async ({
  page,
  signIn,
  list,
  reviewServer,
}) => {
  await signIn.as(people.auditor, '/reviews')
  await expect(list.count).toBeVisible()
  await walk(page, `${reviewServer.url}/reviews`, ofReviews, async ({ rest }, lists) => {
    await expect(list.count).toHaveText(rest ? /^[\d,]+ of / : /^\d+ reviews$/)
    expect(lists().filter(({ pathname }) => pathname.endsWith('/certifications')).length).toBeGreaterThan(0)
  })
})

test('T12 what can be read beside it is seen, and changing it drops nothing', async ({
  page,
  tab,
  filters,
  query,
}) => {
  const unreadable = new Unreadable(page)
  const calls = callsOf(page)
  await page.goto(`${tabPath}?state=ERRORED&any_changes=maybe&policy_id=eq:%FF&utm_source=mail`)
  await expect(filters.chip('State')).toHaveAccessibleName('State: is Failed')
  await query.open()
  await expect(query.input).toHaveValue('state eq "ERRORED"')
  await expect(tab.rows).toHaveCount(0)
  await filters.choose('State', 'BLOCKED')
  await expect(query.input).toHaveValue('(state eq "ERRORED" or state eq "BLOCKED")')
  await expect(unreadable.parts).toHaveCount(2)
  await tab.refreshButton.focus()
  await page.keyboard.press('Enter')
  await filters.answer('Changes', 'Yes')
  await expect(unreadable.parts).toHaveCount(1)
  expect(texts(listsIn(calls))).toEqual([])
  await unreadable.dropButton.click()
  await expect(tab.count).toHaveText(/ matching events/)
  expect(tab.params()).toEqual([
    ['state', 'ERRORED'],
    ['state', 'BLOCKED'],
    ['any_changes', 'true'],
    ['utm_source', 'mail'],
  ])
})

test('T12 what advertisers add to a link is ignored, and stays through changes of the filter', async ({
  page,
  tab,
  filters,
  signIn,
  list,
  review,
  reviewServer,
}) => {
  const tracking = 'utm_source=a%20b&gclid=1&fbclid=2&msclkid=3&mc_cid=4'
  await page.goto(`${tabPath}?${tracking}`)
  await expect(tab.count).toHaveText(/ events loaded$/)
  await filters.choose('State', 'ERRORED')
  await expect(tab.count).toHaveText(/ matching events/)
  await tab.sortBy('Identity')
  await expect(page).toHaveURL(`${tabPath}?state=ERRORED&order_by=identity_name+asc&${tracking}`)

  await signIn.as(people.admin, `/reviews?${tracking}`)
  await list.find.fill('q4')
  await expect(page).toHaveURL(`${reviewServer.url}/reviews?q=q4&${tracking}`)
  const id = await new ReviewsApi(page).certification(large)
  const address = `${reviewServer.url}/reviews/${id}`
  await page.goto(`${address}?${tracking}`)
  await expect(review.count).toHaveText('400 rows')
  await new ReviewFilters(page).compare('Who', 'contains', 'Ada')
  await expect(page).toHaveURL(`${address}?source.name=co%3AAda&${tracking}`)
  await review.tab('Fixed').click()
  await expect(page).toHaveURL(`${address}?source.name=co%3AAda&${tracking}&decision=RESULT_DECISION_FIXED`)
  await expect(review.answered).toBeVisible()
  await expect(review.loadingRows).toHaveCount(0)
})

/** Goes to another query without loading the page anew, as Forward would. */
async function goWithin(page: Page, search: string): Promise<void> {
  await page.evaluate((text) => {
    history.pushState({}, '', text)
    dispatchEvent(new PopStateEvent('popstate', { state: {} }))
  }, search)
}

test('T12 a list that was shown before gives way, and Back shows it again', async ({
  page,
  troubles,
  tab,
  signIn,
  review,
  reviewServer,
}) => {
  const unreadable = new Unreadable(page)
  await tab.open()
  await expect(tab.count).toBeVisible()
  await goWithin(page, '?foo=bar')
  await expect(unreadable.notice).toBeVisible()
  await expect(tab.rows).toHaveCount(0)
  await expect(tab.count).toBeHidden()
  await page.goBack()
  await expect(tab.count).toBeVisible()

  await signIn.quietly(people.reviewer)
  const id = await new ReviewsApi(page).certification(large)
  // As the stream of changes opens, the rows that are shown are read once more, which is no list.
  troubles.announce(/ERR_FAILED/)
  await page.route(/\/changes(\?|$)/, (route) => route.abort())
  await page.goto(`${reviewServer.url}/reviews/${id}`)
  await expect(review.count).toBeVisible()
  await expect(review.grid).toBeVisible()
  const calls = callsOf(page)
  await goWithin(page, '?foo=bar')
  await expect(unreadable.notice).toBeVisible()
  await expect(review.grid).toBeHidden()
  await expect(review.tab('All')).not.toHaveAttribute('aria-current')
  calls.length = 0
  await page.keyboard.press('a')
  await expect(review.tab('All')).toBeVisible()
  expect(texts(listsIn(calls))).toEqual([])
  await page.goBack()
  await expect(review.grid).toBeVisible()
})

test('T12 an event or a row that is open over it is shown, and the list is not asked for', async ({
  page,
  drawer,
  signIn,
  reviewServer,
}) => {
  if (!anEvent) throw new Error('there is no event')
  const unreadable = new Unreadable(page)
  const calls = callsOf(page)
  await drawer.open(anEvent, '?foo=bar')
  await expect(drawer.title).toHaveText(anEvent.action_name)
  await expect(drawer.section('All fields')).toBeVisible()
  // The drawer reads the actions of its own task by the path of the list.
  const ofItsTask = `policy_task eq "${anEvent.policy_task}"`
  const lists = calls.filter(({ pathname }) => /\/(action_events|events)(:[a-z_]+)?$/.test(pathname))
  expect(texts(lists.filter((url) => url.searchParams.get('filter') !== ofItsTask))).toEqual([])
  await drawer.closeButton.click()
  await expect(unreadable.notice).toBeVisible()

  await signIn.quietly(people.admin)
  const api = new ReviewsApi(page)
  const id = await api.certification(large)
  const [row] = await api.ids(id)
  calls.length = 0
  await page.goto(`${reviewServer.url}/reviews/${id}/rows/${row}?decision=MAYBE`)
  await expect(drawer.panel.getByRole('button', { name: 'Accept' })).toBeVisible()
  // The row that is open may be read again.
  const rows = calls.filter((url) => /\/(positions|results|rows)$/.test(url.pathname))
  expect(texts(rows.filter((url) => url.searchParams.get('ids') !== String(row)))).toEqual([])
  await drawer.closeButton.click()
  await expect(unreadable.notice).toBeVisible()
})

test('T12 the root hands its parameters on, readable or not', async ({ page, tab }) => {
  await page.goto('/?foo=bar&state=ERRORED')
  await expect(page).toHaveURL(`${tabPath}?foo=bar&state=ERRORED`)
  await new Unreadable(page).dropButton.click()
  await expect(tab.count).toHaveText(/ matching events/)
  expect(tab.params()).toEqual([['state', 'ERRORED']])
})
