import type { BrowserContext, Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { outboxRecords } from '../outbox-database.ts'
import { ReviewsApi } from '../reviews-api.ts'
import { Review } from '../screens/review.ts'
import { people, SignIn } from '../screens/sign-in.ts'

declare global {
  interface Window {
    setHidden(is: boolean): void
  }
}

type Tab = { readonly page: Page; readonly review: Review; readonly sent: string[] }

/** Lets a test say which tab is in view: this browser has no windows, and calls every tab visible. */
async function chooseWhatIsInView(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    let hidden = false
    Object.defineProperty(document, 'hidden', { get: () => hidden })
    Object.defineProperty(document, 'visibilityState', { get: () => (hidden ? 'hidden' : 'visible') })
    window.setHidden = (is) => {
      hidden = is
      document.dispatchEvent(new Event('visibilitychange'))
    }
  })
}

async function openTab(page: Page, url: string): Promise<Tab> {
  const sent: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'PUT') sent.push(String(request.headers()['idempotency-key']))
  })
  const review = new Review(page)
  await page.goto(url)
  await expect(review.count).toBeVisible()
  await expect(review.toolbar).toBeVisible()
  return { page, review, sent }
}

/** Accepts the first row that is not decided; resolves with its position when it says that it is saved. */
async function accept({ page, review }: Tab): Promise<string> {
  const undecided = review.rows.filter({ hasText: 'To decide' }).first()
  const position = String(await undecided.getAttribute('data-index'))
  await review.accept(rowAt(page, position)).click()
  await expect(rowAt(page, position).getByText('saved', { exact: true })).toBeVisible()
  // What still lay there when another tab takes over would go once more, under its key.
  await expect.poll(() => outboxRecords(page)).toEqual([])
  return position
}

const rowAt = (page: Page, position: string) => page.locator(`tr[data-index="${position}"]`)

const show = (tab: Tab, is: boolean) => tab.page.evaluate((hidden) => window.setHidden(hidden), !is)

test('T08 of two tabs one sends, and a hidden sender gives way to the tab in view', async ({
  page,
  context,
  signIn,
}) => {
  await chooseWhatIsInView(context)
  await signIn.quietly(people.reviewer)
  const api = new ReviewsApi(page)
  const id = await api.certification('Q4 Salesforce admins')
  const first = await openTab(page, new URL(`/reviews/${id}${await api.undecidedPart(id)}`, page.url()).href)
  await accept(first)
  expect(first.sent).toHaveLength(1)

  // Another tab comes into view and takes over.
  await show(first, false)
  const second = await openTab(await context.newPage(), page.url())
  const positions = [await accept(second), await accept(second)]
  expect([first.sent.length, second.sent.length]).toEqual([1, 2])
  // The first one shows what the second has done.
  for (const at of positions) await expect(rowAt(page, at).getByText('saved', { exact: true })).toBeVisible()

  // Back to the first one.
  await show(second, false)
  await show(first, true)
  await accept(first)
  expect([first.sent.length, second.sent.length]).toEqual([2, 2])

  // Two windows side by side, of which the sender is covered: what is pressed in the other is the other's to send.
  await show(second, true)
  await show(first, true)
  await accept(first)
  const [sentByFirst, sentBySecond] = [first.sent.length, second.sent.length]
  expect(sentByFirst + sentBySecond).toBe(5)
  const [sender, other] = sentByFirst === 3 ? [first, second] : [second, first]
  const before = sender.sent.length
  await show(sender, false)
  await accept(other)
  await accept(other)
  expect(sender.sent).toHaveLength(before)
  // Nothing was sent twice.
  const all = [...first.sent, ...second.sent]
  expect(new Set(all).size).toBe(all.length)
  expect(all).toHaveLength(7)

  // The sender is closed: the lock passes on. What was answered and still lay on the device goes once more, under its key.
  await other.page.close()
  await accept(sender)
  const known = new Set(all)
  expect(new Set(sender.sent.filter((key) => !known.has(key))).size).toBe(1)
})

test('T08 what one tab has pressed another one sends and shows', async ({ page, context, signIn }) => {
  await chooseWhatIsInView(context)
  await signIn.quietly(people.reviewer)
  const api = new ReviewsApi(page)
  const id = await api.certification('Q4 Salesforce admins')
  const first = await openTab(page, new URL(`/reviews/${id}${await api.undecidedPart(id)}`, page.url()).href)
  // The second one is in view too, and is the sender.
  const second = await openTab(await context.newPage(), page.url())
  const position = await accept(first)
  expect([first.sent.length, second.sent.length]).toEqual([0, 1])
  await expect(rowAt(second.page, position).getByText('saved', { exact: true })).toBeVisible()
  await new SignIn(page, new URL(page.url()).origin).open()
})
