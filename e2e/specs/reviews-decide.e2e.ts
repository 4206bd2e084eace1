import { expect, test } from '../fixtures.ts'
import { holdRequests } from '../hold-requests.ts'
import { ReviewsApi } from '../reviews-api.ts'
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

test('T29 a note that cannot be kept is named in its dialog, and not sent', async ({ page, review }) => {
  const sent: string[] = []
  page.on('request', (request) => request.method() === 'PUT' && sent.push(request.url()))
  await review.tab('To decide').click()
  await expect(review.count).toHaveText(/matching/)
  await expect(review.loadingRows).toHaveCount(0)
  await review.grid.focus()
  await page.keyboard.press('j')
  await page.keyboard.press('r')
  const field = review.noteDialog.getByRole('textbox')
  await field.fill('Left\u0000 the team.')
  await page.keyboard.press('Enter')
  await expect(field).toHaveAccessibleDescription(
    'The note holds a control character (U+0000 at place 5). Change that first.',
  )
  await expect(review.noteDialog).toBeVisible()
  // A pasted text is not cut, which nobody would see: it is said that it is too long.
  await field.fill(`${'x'.repeat(10_000)} and the end`)
  await page.keyboard.press('Enter')
  await expect(field).toHaveAccessibleDescription(
    'The note is longer than 10000 characters. Change that first.',
  )
  expect(sent).toEqual([])
  await field.fill('Left the team.')
  await page.keyboard.press('Enter')
  await expect(review.noteDialog).toBeHidden()
  await expect.poll(() => sent).toHaveLength(1)
})

test('T25 a reason of nothing visible is none', async ({ page, review }) => {
  await review.tab('To decide').click()
  await expect(review.count).toHaveText(/matching/)
  await expect(review.loadingRows).toHaveCount(0)
  await review.reject(review.rows.nth(2)).click()
  const field = review.noteDialog.getByRole('textbox')
  let sent = 0
  page.on('request', (request) => {
    if (request.method() === 'PUT') sent++
  })
  for (const invisible of [' ', '\u200b', '\u2800\u3164']) {
    await field.fill(invisible)
    await review.noteDialog.getByRole('button', { name: 'Reject', exact: true }).click()
    await expect(field).toHaveAccessibleDescription('A reason is needed here.')
  }
  expect(sent).toBe(0)
})

test('a link to a row opens its drawer over the list', async ({ page, review, elsewhere }) => {
  await review.grid.focus()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await expect(review.drawer).toBeVisible()
  const link = page.url()
  expect(link).toMatch(/\/rows\/\d+$/)
  const title = await review.drawer.getByRole('heading').first().innerText()
  const other = await elsewhere()
  await new SignIn(other, new URL(link).origin).open(new URL(link).pathname)
  await new SignIn(other, new URL(link).origin).pick(people.auditor)
  const there = new Review(other)
  await expect(there.drawer.getByRole('heading').first()).toHaveText(title)
  await expect(there.drawer.getByRole('button', { name: /^Accept/ })).toHaveCount(0)
})

test('filters become the two texts of the request', async ({ review }) => {
  const asked = review.nextFilters()
  await review.tab('Rejected').click()
  expect(await asked).toEqual({ filter: null, mutable_filter: 'decision eq "RESULT_DECISION_REJECTED"' })
})

test('of two browsers that decide the same row the later one is asked', async ({
  page,
  review,
  elsewhere,
  troubles,
}) => {
  troubles.announce(/412/, /ERR_FAILED/)
  const { origin, pathname } = new URL(page.url())
  const search = '?decision=RESULT_DECISION_NONE'
  // Where nothing tells of the other's change, the row is decided as it was.
  const other = await elsewhere()
  await other.route(/\/changes(\?|$)/, (route) => route.abort())
  await new SignIn(other, origin).as(people.reviewer, pathname + search)
  const there = new Review(other)
  await expect(there.count).toHaveText(/matching/)
  await expect(there.loadingRows).toHaveCount(0)
  await review.tab('To decide').click()
  await expect(review.count).toHaveText(/matching/)
  await expect(review.loadingRows).toHaveCount(0)

  const saved = page.waitForResponse((answer) => answer.request().method() === 'PUT')
  await review.accept(review.rows.nth(6)).click()
  expect((await saved).status()).toBe(200)
  await there.reject(there.rows.nth(6)).click()
  await there.noteDialog.getByRole('textbox').fill('No longer needed.')
  await other.keyboard.press('Control+Enter')
  await expect(there.conflict).toBeVisible()
  await expect(there.conflict.getByRole('region', { name: 'The other version' })).toContainText('Accepted')
  await expect(there.conflict.getByRole('region', { name: 'Mine' })).toContainText('No longer needed.')
  await there.conflict.getByRole('button', { name: 'Keep the other version' }).click()
  await expect(there.conflict).toBeHidden()
  await expect(there.accept(there.rows.nth(6))).toHaveAttribute('aria-pressed', 'true')
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

test('what is decided is signed off at once, after its counts were shown', async ({ page }) => {
  const api = new ReviewsApi(page)
  const id = await api.certification(large)
  const decided = 'decision ne "RESULT_DECISION_NONE" and signed_off_state eq "NOT_SIGNED_OFF"'
  const before = await api.ids(id, decided)
  expect(before.length).toBeGreaterThan(1)
  const undecided = await api.ids(id, 'decision eq "RESULT_DECISION_NONE"')
  await page.getByRole('button', { name: 'Sign off decided rows …', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('definition').first()).toBeVisible()
  const counts = (await dialog.getByRole('definition').allInnerTexts()).map(Number)
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(before.length)
  await dialog.getByRole('button', { name: `Sign off ${before.length} rows` }).click()
  await expect(dialog.getByText('Done.')).toBeVisible()
  await expect(dialog.getByText(`${before.length} of ${before.length} rows signed off`)).toBeVisible()
  expect(await api.ids(id, decided)).toEqual([])
  expect(await api.ids(id, 'decision eq "RESULT_DECISION_NONE"')).toEqual(undecided)
})
