import { expect, test } from '../fixtures.ts'
import { holdRequests } from '../hold-requests.ts'
import { Review } from '../screens/review.ts'
import { people, SignIn } from '../screens/sign-in.ts'

const large = 'Q4 Salesforce admins'

test.beforeEach(async ({ signIn, list, review }) => {
  await signIn.as(people.reviewer, '/reviews')
  await list.openCertification(large)
  await expect(review.count).toBeVisible()
})

test('a button accepts a row, and u takes it back', async ({ page, review }) => {
  await review.tab('To decide').click()
  await expect(review.count).toHaveText(/matching/)
  await expect(review.loadingRows).toHaveCount(0)
  const row = review.rows.nth(2)
  const sent = page.waitForResponse((answer) => answer.request().method() === 'PUT')
  await review.accept(row).click()
  await expect(review.accept(row)).toHaveAttribute('aria-pressed', 'true')
  expect((await sent).status()).toBe(200)
  await expect(review.said(/^Accepted: .* u takes it back\.$/)).toHaveCount(1)
  await expect(row.getByRole('gridcell', { name: 'just now' })).toBeVisible()
  const back = page.waitForResponse((answer) => answer.request().method() === 'PUT')
  await page.keyboard.press('u')
  await expect(review.accept(row)).toHaveAttribute('aria-pressed', 'false')
  expect((await back).status()).toBe(200)
})

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

for (const width of [1440, 1120])
  test(`no row moves under the pointer while changes wait and the server is away, at ${width} px`, async ({
    page,
    review,
    context,
    troubles,
  }) => {
    troubles.announce(/ERR_INTERNET_DISCONNECTED/)
    await page.setViewportSize({ width, height: 900 })
    await review.tab('To decide').click()
    await expect(review.count).toHaveText(/matching/)
    await expect(review.loadingRows).toHaveCount(0)
    const row = review.rows.nth(1)
    const before = await row.boundingBox()
    await context.setOffline(true)
    for (const place of [1, 2, 3]) await review.accept(review.rows.nth(place)).click()
    await expect(page.getByText(/^3 changes are on this device/)).toBeVisible()
    await expect(page.getByText(/^Not connected\./)).toBeVisible()
    expect(await row.boundingBox()).toEqual(before)
    await context.setOffline(false)
    await expect(review.unsent).toHaveCount(0)
    expect(await row.boundingBox()).toEqual(before)
    for (const _ of [1, 2, 3]) await page.keyboard.press('u')
    await expect(review.unsent).toHaveCount(0)
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

test('a key rejects a row and asks why', async ({ page, review }) => {
  await review.tab('To decide').click()
  await expect(review.count).toHaveText(/matching/)
  await expect(review.loadingRows).toHaveCount(0)
  await review.grid.focus()
  await page.keyboard.press('j')
  await page.keyboard.press('r')
  await expect(review.noteDialog).toBeVisible()
  const field = review.noteDialog.getByRole('textbox')
  await field.fill('')
  await review.noteDialog.getByRole('button', { name: 'Reject', exact: true }).click()
  await expect(field).toHaveAccessibleDescription('A reason is needed here.')
  await field.fill('Left the team in October.')
  const sent = page.waitForRequest((request) => request.method() === 'PUT')
  await page.keyboard.press('Control+Enter')
  const body: unknown = (await sent).postDataJSON()
  expect(body).toMatchObject({ value: { notes: 'Left the team in October.' } })
  await expect(review.noteDialog).toBeHidden()
  await expect(review.said(/^Rejected: /)).toHaveCount(1)
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
  await new SignIn(other, new URL(link).origin).open(new URL(link).pathname)
  await new SignIn(other, new URL(link).origin).pick(people.auditor)
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
