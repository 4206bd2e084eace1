import { expect, test } from '../fixtures.ts'
import { holdRequests } from '../hold-requests.ts'
import { Review } from '../screens/review.ts'
import { people, SignIn } from '../screens/sign-in.ts'

const large = 'Q4 Salesforce admins'

test.beforeEach(async ({ signIn, review }) => {
  await signIn.toReview(people.reviewer, large)
  await expect(review.count).toBeVisible()
})

// What a press decides, asks for and sends is in src/features/reviews/screen/decide.page.test.tsx.

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } })

  test('T02 no row moves under the thumb when a decision brings another line of words', async ({
    page,
    review,
  }) => {
    await review.tab('To decide').click()
    await expect(review.count).toHaveText(/matching/)
    await expect(review.loadingRows).toHaveCount(0)
    const row = review.rows.nth(1)
    const before = await row.boundingBox()
    await review.accept(row).click()
    await expect(page.getByText(/^1 row no longer matches this list/)).toBeVisible()
    await expect(page.getByRole('button', { name: /^Sign off/ })).toBeVisible()
    expect(await row.boundingBox()).toEqual(before)
  })
})

test('no row moves under the pointer while changes wait and the server is away, at 1440 and at 1120 px', async ({
  page,
  review,
  context,
  troubles,
}) => {
  troubles.announce(/ERR_INTERNET_DISCONNECTED/)
  await review.tab('To decide').click()
  await expect(review.count).toHaveText(/matching/)
  await expect(review.loadingRows).toHaveCount(0)
  for (const width of [1440, 1120])
    await test.step(`${width} px`, async () => {
      await page.setViewportSize({ width, height: 900 })
      const row = review.rows.nth(1)
      const before = await row.boundingBox()
      await context.setOffline(true)
      for (const place of [1, 2, 3]) await review.accept(review.rows.nth(place)).click()
      await expect(page.getByText(/^3 changes are on this device/)).toBeVisible()
      await expect(page.getByText(/^Not connected\./)).toBeVisible()
      expect(await row.boundingBox()).toEqual(before)
      await context.setOffline(false)
      await expect(review.unsent).toHaveCount(0)
      await expect(page.getByText(/^Not connected\./)).toHaveCount(0)
      expect(await row.boundingBox()).toEqual(before)
      for (const _ of [1, 2, 3]) await page.keyboard.press('u')
      await expect(review.unsent).toHaveCount(0)
    })
})

test('a cell that is not cut off has room for what it says', async ({ page, review }) => {
  const letGo = await holdRequests(page, '**/results')
  // Not in a list of what is to decide, where the row would be marked as no longer asked for.
  const undecided = review.rows.filter({ hasText: 'To decide' }).first()
  const row = page.locator(`#${await undecided.getAttribute('id')}`)
  await review.accept(row).click()
  await expect(row).toContainText('on this device')
  const cells = await review.rows.getByRole('gridcell').evaluateAll((found) =>
    found.map((cell) => {
      const inside = [...cell.querySelectorAll('*')].filter((part) => getComputedStyle(part).opacity !== '0')
      const end = Math.max(0, ...inside.map((part) => part.getBoundingClientRect().right))
      return {
        text: cell.textContent,
        cut: getComputedStyle(cell).overflowX !== 'visible',
        over: end > cell.getBoundingClientRect().right + 1,
      }
    }),
  )
  expect(cells.filter(({ cut }) => cut).length).toBeGreaterThan(0)
  expect(cells.filter(({ cut }) => !cut).length).toBeGreaterThan(0)
  expect(cells.filter(({ cut, over }) => over && !cut)).toEqual([])
  letGo()
  await expect(row).not.toContainText('on this device')
})

test('a link to a row opens its drawer over the list', async ({ page, review, elsewhere }) => {
  await review.grid.focus()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await expect(review.drawer).toBeVisible()
  const link = page.url()
  expect(link).toMatch(/\/rows\/\d+$/)
  const heading = review.drawer.getByRole('heading').first()
  await expect(heading).not.toHaveText('Row of a review')
  const title = await heading.innerText()
  const other = await elsewhere()
  await new SignIn(other, new URL(link).origin).as(people.auditor, new URL(link).pathname)
  const there = new Review(other)
  await expect(there.drawer.getByRole('heading').first()).toHaveText(title)
  await expect(there.drawer.getByRole('button', { name: /^Accept/ })).toHaveCount(0)
})

test('a row that somebody else decides is shown as decided, without a reload', async ({
  page,
  review,
  elsewhere,
}) => {
  const { origin, pathname } = new URL(page.url())
  const other = await elsewhere()
  const stream = other.waitForResponse((answer) => new URL(answer.url()).pathname.endsWith('/changes'))
  await new SignIn(other, origin).as(people.reviewer, `${pathname}?decision=RESULT_DECISION_NONE`)
  const there = new Review(other)
  expect((await stream).headers()['content-type']).toBe('text/event-stream; charset=utf-8')
  await expect(there.accept(there.rows.nth(7))).toHaveAttribute('aria-pressed', 'false')
  await review.tab('To decide').click()
  await expect(review.count).toHaveText(/matching/)
  await expect(review.loadingRows).toHaveCount(0)
  await review.accept(review.rows.nth(7)).click()
  await expect(there.accept(there.rows.nth(7))).toHaveAttribute('aria-pressed', 'true')
})
