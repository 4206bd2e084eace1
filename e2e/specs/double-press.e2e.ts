import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { holdRequests } from '../hold-requests.ts'
import { openWindows } from '../open-windows.ts'
import { ReviewsApi } from '../reviews-api.ts'
import type { Review } from '../screens/review.ts'
import { people, SignIn } from '../screens/sign-in.ts'
import { Pointer } from '../typing/pointer.ts'

const large = 'Q4 Salesforce admins'
const toDecide = '?decision=RESULT_DECISION_NONE'
const toSign = '?decision=RESULT_DECISION_ACCEPTED&signed_off_state=NOT_SIGNED_OFF'
/** Milliseconds between the two halves of a double press. */
const gapMs = 120

/** A dialog over the list, and the button in it that is pressed twice. */
type Case = {
  readonly name: string
  readonly search?: string
  readonly open: (parts: Parts) => Promise<void>
  readonly button: string
  /** Whether the first press changes the row that the dialog is about. */
  readonly changes?: true
}

type Parts = { readonly page: Page; readonly review: Review; readonly row: Locator }

const reject = async ({ review, row }: Parts) => {
  await review.reject(row).click()
  await review.noteDialog.getByRole('textbox').fill('Left in May.')
}
const key = (name: string) => async (parts: Parts) => {
  await parts.review.grid.focus()
  for (const step of ['Home', 'ArrowDown', name]) await parts.page.keyboard.press(step)
  await expect(parts.review.drawer).toBeVisible()
}
const note = async (parts: Parts) => {
  await key('n')(parts)
  await parts.review.drawer.getByRole('textbox').fill('Asked her.')
}
const drawer = async ({ page, row, review }: Parts) => {
  await row.getByRole('gridcell').nth(1).click()
  await expect(review.drawer.getByRole('button', { name: 'Reassign …' })).toBeVisible()
  // Whoever reads before they press.
  await page.waitForTimeout(600)
}

const cases: readonly Case[] = [
  { name: 'reject, send', open: reject, button: 'Reject', changes: true },
  { name: 'reject, Cancel', open: reject, button: 'Cancel' },
  { name: 'reject, Close', open: reject, button: 'Close' },
  { name: 'note, send', open: note, button: 'Save note', changes: true },
  { name: 'note, Cancel', open: note, button: 'Cancel' },
  { name: 'row, Close', open: drawer, button: 'Close' },
  { name: 'keys, Close', open: key('?'), button: 'Close' },
  { name: 'sign off a row, send', search: toSign, open: key('s'), button: 'Sign off', changes: true },
  { name: 'sign off a row, Cancel', search: toSign, open: key('s'), button: 'Cancel' },
  { name: 'sign off a row, Close', search: toSign, open: key('s'), button: 'Close' },
]

/**
 * Scrolls the list below a dialog until a button of a row lies at a place, or else a row; says what the place has then,
 * undefined for a place that is not over the list.
 */
async function rowBehind(
  page: Page,
  place: { readonly x: number; readonly y: number },
): Promise<string | undefined> {
  return await page.evaluate(async ({ x, y }) => {
    const frames = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
    const scroller = document.querySelector('[data-grid]')?.parentElement
    const list = scroller?.getBoundingClientRect()
    if (!scroller || !list || y < list.top || y > list.bottom) return undefined
    const buttons = [...document.querySelectorAll<HTMLElement>('[data-index] button')]
    const boxes = buttons.map((button) => button.getBoundingClientRect())
    const column = boxes.filter(({ left, right }) => left < x && x < right)
    const wanted = column.find(({ top }) => top > y)
    if (wanted) scroller.scrollTop += wanted.top + wanted.height / 2 - y
    await frames()
    const behind = document.elementsFromPoint(x, y)
    for (const one of document.querySelectorAll('[data-index] button, [data-index]')) {
      const { left, right, top, bottom } = one.getBoundingClientRect()
      if (left < x && x < right && top < y && y < bottom && !behind.includes(one)) return one.textContent
    }
    return ''
  }, place)
}

/** Every row with its log, by its id. */
async function picture(api: ReviewsApi, id: string): Promise<ReadonlyMap<number, string>> {
  return new Map((await api.rows(id)).map((row) => [row.result_id, JSON.stringify(row)]))
}

async function centre(button: Locator): Promise<{ readonly x: number; readonly y: number }> {
  const box = await button.boundingBox()
  if (!box) throw new Error('the button is not to be seen')
  return { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) }
}

test.describe('T02 what a double press closes lets nothing through to the rows behind', () => {
  for (const [width, chosen] of [
    [390, cases],
    [600, cases.filter(({ button }) => button === 'Close')],
    [1440, cases.filter(({ button }) => button === 'Save note' || button === 'Reject')],
  ] as const)
    test(`at ${width} px`, async ({ page, review, signIn, elsewhere, reviewServer }) => {
      test.setTimeout(240_000)
      await page.setViewportSize({ width, height: 844 })
      const other = await elsewhere()
      await new SignIn(other, reviewServer.url).quietly(people.admin)
      const api = new ReviewsApi(other)
      const id = await signIn.toReview(people.reviewer, large)
      for (const row of (await api.ids(id, 'decision eq "RESULT_DECISION_NONE"')).slice(0, 12))
        await api.change(id, { result_id: row, decision: 'RESULT_DECISION_ACCEPTED' })
      const pointer = new Pointer(await page.context().newCDPSession(page))
      const overRows: string[] = []
      for (const one of chosen)
        await test.step(one.name, async () => {
          await page.goto(`${reviewServer.url}/reviews/${id}${one.search ?? toDecide}`)
          await expect(review.answered).toBeVisible()
          await expect(review.loadingRows).toHaveCount(0)
          const before = await picture(api, id)
          await one.open({ page, review, row: review.rows.nth(1) })
          const place = await centre(review.drawer.getByRole('button', { name: one.button, exact: true }))
          const behind = await rowBehind(page, place)
          expect(behind).not.toBe('')
          if (behind !== undefined) overRows.push(one.name)
          await pointer.pressTwice(place, gapMs)
          await expect(review.unsent).toHaveCount(0)
          await expect.poll(() => openWindows(page)).toEqual([])
          const after = await picture(api, id)
          const changed = [...after].filter(([row, text]) => before.get(row) !== text)
          expect(changed.map(([row]) => row)).toHaveLength(one.changes ? 1 : 0)
        })
      expect(overRows.length).toBeGreaterThan(1)
    })
})

test('T02 a double press on a button that opens a dialog does not close it again', async ({
  page,
  review,
  signIn,
}) => {
  await signIn.toDecide(people.reviewer, large)
  const pointer = new Pointer(await page.context().newCDPSession(page))
  await pointer.pressTwice(await centre(review.reject(review.rows.nth(1))), gapMs)
  await expect(review.noteDialog).toBeVisible()
  await expect(review.noteDialog.getByRole('textbox')).toBeFocused()
  // And the next press beside it does.
  await page.waitForTimeout(600)
  await page.mouse.click(5, 450)
  await expect(review.noteDialog).toHaveCount(0)
})

test('T02 the second press of a double press on Sign off does not stop it', async ({
  page,
  review,
  signIn,
  elsewhere,
  reviewServer,
}) => {
  const other = await elsewhere()
  await new SignIn(other, reviewServer.url).quietly(people.admin)
  const api = new ReviewsApi(other)
  const id = await new ReviewsApi(other).certification(large)
  const [row = 0] = await api.ids(id, 'decision eq "RESULT_DECISION_NONE"')
  await api.change(id, { result_id: row, decision: 'RESULT_DECISION_ACCEPTED' })
  await signIn.toReview(people.reviewer, large, toSign)
  await page.getByRole('button', { name: 'Sign off decided rows …', exact: true }).click()
  await review.drawer.getByRole('button', { name: /^Preview for the [\d,]+ rows? of this list$/ }).click()
  const start = review.drawer.getByRole('button', { name: /^Sign off [\d,]+ rows?$/ })
  await expect(start).toBeVisible()
  const letGo = await holdRequests(page, /\/bulk\/[^/:]+$/)
  const stops: string[] = []
  page.on('request', (request) => request.url().endsWith(':cancel') && stops.push(request.url()))
  const pointer = new Pointer(await page.context().newCDPSession(page))
  await pointer.pressTwice(await centre(start), gapMs)
  await expect(review.drawer.getByRole('button', { name: 'Stop the rest', exact: true })).toBeVisible()
  letGo()
  await expect(review.drawer.getByText(/^\d+ of \d+ rows? (was|were) signed off\.$/)).toBeVisible()
  expect(stops).toEqual([])
})
