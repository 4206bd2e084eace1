import type { Locator, Page } from '@playwright/test'
import { faults } from '../axe.ts'
import { expect, test } from '../fixtures.ts'
import { holdRequests } from '../hold-requests.ts'
import { outboxRecords } from '../outbox-database.ts'
import type { Review } from '../screens/review.ts'
import { people } from '../screens/sign-in.ts'

const large = 'Q4 Salesforce admins'
const day = 24 * 3600 * 1000

test.beforeEach(async ({ signIn, review, troubles }) => {
  troubles.announce(/ERR_/)
  await signIn.toUndecidedPart(people.reviewer, large)
  await expect(review.count).toBeVisible()
})

async function accept(review: Review): Promise<Locator> {
  const undecided = review.rows.filter({ hasText: 'To decide' }).first()
  // By its place, which is the same after a reload.
  const row = review.grid.locator(`[data-index="${await undecided.getAttribute('data-index')}"]`)
  await review.accept(row).click()
  return row
}

const lose = (page: Page) => page.route('**/results', (route) => route.abort())
const unsent = (page: Page) => page.getByRole('banner').getByRole('button', { name: /unsent$/ })

/** Fails the test on any question of the browser whether to leave. */
function countQueries(page: Page): () => number {
  let asked = 0
  page.on('dialog', (dialog) => {
    asked += 1
    void dialog.accept()
  })
  return () => asked
}

test('T08 a reload asks nothing, and shows at once what is on this device and is still to be sent', async ({
  page,
  review,
}) => {
  const asked = countQueries(page)
  await lose(page)
  const row = await accept(review)
  await expect(row).toContainText('on this device')
  await expect(page.getByText('1 change is on this device')).toBeVisible()
  await page.reload()
  await expect(row).toContainText('Accepted')
  await expect(row).toContainText('on this device')
  await expect(unsent(page)).toHaveText('1 unsent')
  expect(await faults(page)).toEqual([])
  await unsent(page).click()
  await expect(page.getByText('safe on this device, also when this window is closed.')).toBeVisible()
  expect(await faults(page)).toEqual([])
  await page.keyboard.press('Escape')
  expect(asked()).toBe(0)
  await page.unroute('**/results')
  await page.reload()
  await expect(row).toContainText('saved')
  await expect(review.unsent).toHaveCount(0)
  expect(await outboxRecords(page)).toEqual([])
})

test('T08 without WebCrypto and Web Locks, as over plain http, the row says saving until the server has it, and the window asks before it closes', async ({
  page,
  review,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'locks', { value: undefined })
    for (const name of ['subtle', 'randomUUID']) Object.defineProperty(crypto, name, { value: undefined })
  })
  await page.reload()
  await expect(review.count).toBeVisible()
  const letGo = await holdRequests(page, '**/results')
  const row = await accept(review)
  await expect(row).toContainText('saving…')
  await expect(page.getByText('1 change is being saved: stay on this page')).toBeVisible()
  expect(await outboxRecords(page)).toEqual([])
  const query = page.waitForEvent('dialog')
  await page.close({ runBeforeUnload: true })
  expect((await query).type()).toBe('beforeunload')
  await (await query).dismiss()
  letGo()
  await expect(row).toContainText('saved')
  const asked = countQueries(page)
  await page.reload()
  await expect(review.count).toBeVisible()
  expect(asked()).toBe(0)
})

test('T08 a browser that has no room sends from memory', async ({ page, review }) => {
  await page.addInitScript(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('There is no room.', 'QuotaExceededError')
    }
  })
  await page.reload()
  await expect(review.count).toBeVisible()
  const letGo = await holdRequests(page, '**/results')
  const row = await accept(review)
  await expect(row).toContainText('saving…')
  letGo()
  await expect(row).toContainText('saved')
})

test('T08 what cannot be read is kept, counted, and discarded only by a press of its own', async ({
  page,
  review,
}) => {
  await lose(page)
  const row = await accept(review)
  await expect(row).toContainText('on this device')
  await page.evaluate(damage)
  await page.reload()
  const notice = page.getByRole('banner').getByRole('button', { name: '1 unreadable' })
  await expect(notice).toBeVisible()
  // Only now: the page before it had the change in memory too, and could have sent it.
  await page.unroute('**/results')
  await notice.click()
  await expect(page.getByText('1 change on this device cannot be read')).toBeVisible()
  expect(await outboxRecords(page)).toHaveLength(1)
  expect(await faults(page)).toEqual([])
  await page.getByRole('button', { name: 'Discard …' }).click()
  await page.getByRole('button', { name: 'Discard 1 change for good' }).click()
  await expect(notice).toBeHidden()
  expect(await outboxRecords(page)).toEqual([])
})

/** Runs in the page: changes what is encrypted. */
async function damage(): Promise<void> {
  const opened = indexedDB.open('countersign-outbox')
  await new Promise((done) => opened.addEventListener('success', done))
  const transaction = opened.result.transaction('entries', 'readwrite')
  const entries = transaction.objectStore('entries')
  const all = entries.getAll()
  all.addEventListener('success', () => {
    for (const entry of all.result) {
      new Uint8Array(entry.ct).set([1, 2, 3])
      entries.put(entry)
    }
  })
  await new Promise((done) => transaction.addEventListener('complete', done))
  opened.result.close()
}

/** Has the server say that it is another day; what the device thinks is of no account. */
async function sayDate(page: Page, time: number): Promise<void> {
  const browser = await page.context().newCDPSession(page)
  browser.on(
    'Fetch.requestPaused',
    ({ requestId, responseStatusCode: responseCode = 200, responseHeaders = [] }) => {
      const others = responseHeaders.filter((header) => header.name.toLowerCase() !== 'date')
      const date = { name: 'Date', value: new Date(time).toUTCString() }
      const answer = { requestId, responseCode, responseHeaders: [...others, date] }
      browser.send('Fetch.continueResponse', answer).catch((error: unknown) => {
        // A reload, or the end of the test, has given the request up meanwhile.
        if (!/Invalid InterceptionId|has been closed/.test(String(error))) throw error
      })
    },
  )
  await browser.send('Fetch.enable', { patterns: [{ urlPattern: '*', requestStage: 'Response' }] })
}

test('T08 after 26 days a change needs its reader, says when it was made, and is not sent by itself', async ({
  page,
  review,
}) => {
  await lose(page)
  const row = await accept(review)
  await expect(row).toContainText('on this device')
  await sayDate(page, Date.now() + 26 * day)
  await page.reload({ waitUntil: 'commit' })
  // Only now: a try of the page before would be in time.
  let sent = 0
  page.on('request', (request) => {
    if (request.method() === 'PUT') sent += 1
  })
  await page.unroute('**/results')
  await expect(row).toContainText('needs you')
  await expect(row).not.toContainText('Accepted')
  await page.getByRole('button', { name: /^Needs you/ }).click()
  const waiting = page.getByRole('dialog', { name: 'Changes that need you' })
  await expect(waiting).toContainText(
    /Made on this device at \d{4}-\d\d-\d\d \d\d:\d\d, more than 25 days ago/,
  )
  expect(sent).toBe(0)
  expect(await faults(page)).toEqual([])
  await waiting.getByRole('button', { name: 'Send it now' }).click()
  await expect(row).toContainText('saved')
  expect(sent).toBe(1)
})
