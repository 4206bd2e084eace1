import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { ReviewsApi } from '../reviews-api.ts'
import type { Review } from '../screens/review.ts'
import { people, SignIn } from '../screens/sign-in.ts'

const name = 'Q4 Salesforce admins'
/** Long enough for one decision, on a machine that has much to do. */
const untilDueMs = 8000
const hour = 3600_000
const over = 'This review has expired: only a rejected row may still be marked as fixed.'

let api: ReviewsApi
let id = ''
let due = 0

test.describe.configure({ timeout: 90_000 })

test.beforeEach(async ({ elsewhere, reviewServer }) => {
  const admin = await elsewhere()
  await new SignIn(admin, reviewServer.url).quietly(people.admin)
  api = new ReviewsApi(admin)
  id = await api.certification(name)
})
test.afterEach(() => api.setDue(id, new Date(Date.now() + 9 * 24 * hour)))

/** Makes the review due soon, and decides a row, after which the page reads of it. */
async function decideBeforeDue(page: Page, review: Review): Promise<void> {
  due = Date.now() + untilDueMs
  await api.setDue(id, new Date(due))
  await review.grid.focus()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  const saved = page.waitForResponse((answer) => answer.request().method() === 'PUT')
  await page.keyboard.press('a')
  expect((await saved).status()).toBe(200)
}

/** Counts the changes that the page sends. */
function countSent(page: Page): () => number {
  let sent = 0
  page.on('request', (request) => {
    if (request.method() === 'PUT') sent++
  })
  return () => sent
}

/** Waits until a button is closed, which nothing but the time has done, and not hours before it is due. */
async function closes(button: Locator): Promise<void> {
  await expect(button).toHaveAttribute('aria-disabled', 'true', { timeout: untilDueMs + 10_000 })
  expect(Date.now()).toBeGreaterThan(due - 2000)
}

for (const [device, wrongMs] of [
  ['five hours ahead', 5 * hour],
  ['five hours behind', -5 * hour],
] as const)
  test(`T15 buttons and keys close at the due time, the clock of the device being ${device}`, async ({
    page,
    signIn,
    review,
  }) => {
    await page.clock.install({ time: Date.now() + wrongMs })
    await signIn.as(people.reviewer, `/reviews/${id}?decision=RESULT_DECISION_NONE`)
    await expect(review.count).toHaveText(/matching/)
    await expect(review.loadingRows).toHaveCount(0)
    const row = review.rows.nth(1)
    const signOff = page.getByRole('button', { name: 'Sign off decided rows …' })
    await expect(review.accept(row)).toHaveAttribute('aria-disabled', 'false')
    await decideBeforeDue(page, review)
    await closes(review.accept(row))
    await expect(review.reject(row)).toHaveAttribute('aria-disabled', 'true')
    await expect(signOff).toHaveAttribute('aria-disabled', 'true')
    await expect(page.getByRole('main')).toContainText('Expired')
    const sent = countSent(page)
    for (const key of ['a', 'r', 'n', 's', 'u']) {
      await page.keyboard.press(key)
      await expect(review.notice).toContainText(over)
      await page.keyboard.press('j')
      await expect(review.notice).toBeHidden()
    }
    expect(sent()).toBe(0)
    await expect(page.getByRole('dialog')).toHaveCount(0)

    // Whoever gives more time opens it again.
    await api.setDue(id, new Date(Date.now() + hour))
    await page.reload()
    await expect(review.accept(row)).toHaveAttribute('aria-disabled', 'false')
  })

test('T15 at the due time nobody is awaited any more, the counts are read again, and a reason that is being written stays, not sent', async ({
  page,
  signIn,
  review,
}) => {
  await signIn.as(people.reviewer, `/reviews/${id}?decision=RESULT_DECISION_NONE`)
  await expect(review.count).toHaveText(/matching/)
  await expect(review.loadingRows).toHaveCount(0)
  await expect(page.getByText(/^[\d,]+ to decide/)).toBeVisible()
  await decideBeforeDue(page, review)
  const atTheEnd = () => Date.now() > due - 2000
  const reread = page.waitForRequest((request) => request.url().endsWith('/context') && atTheEnd())
  await review.reject(review.rows.nth(4)).click()
  const field = review.noteDialog.getByRole('textbox')
  await field.fill('Left the team')
  const sent = countSent(page)
  await closes(review.noteDialog.getByRole('button', { name: 'Reject', exact: true }))
  await expect(field).toHaveAccessibleDescription(over)
  await field.press('Enter')
  await review.noteDialog.getByRole('button', { name: 'Reject', exact: true }).click({ force: true })
  await expect(field).toHaveValue('Left the team')
  expect(sent()).toBe(0)
  await reread
  await expect(page.getByText(/^[\d,]+ not signed off$/)).toBeVisible()
  await expect(page.getByText(/^[\d,]+ to decide/)).toHaveCount(0)
  await expect(review.accept(review.rows.nth(1))).toHaveAttribute('aria-disabled', 'true')
})

test('T15 a draft whose due date has come cannot be published, and says why in the place of it', async ({
  page,
  signIn,
  list,
  review,
}) => {
  const draft = 'AWS production access, December'
  const reason = 'The due date has passed; choose a later one.'
  const draftId = await api.certification(draft)
  due = Date.now() + untilDueMs
  await api.setDue(draftId, new Date(due))
  try {
    await signIn.as(people.admin, '/reviews')
    await (await list.manage(draft)).getByRole('button', { name: 'Publish' }).click()
    const dialog = page.getByRole('dialog', { name: /^Publish/ })
    const publish = dialog.getByRole('button', { name: /^Publish/ })
    await expect(publish).toBeEnabled()
    await expect(dialog.getByText(reason)).toBeVisible({ timeout: untilDueMs + 10_000 })
    await expect(publish).toBeDisabled()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    const inMenu = (await list.manage(draft)).getByRole('button', { name: 'Publish' })
    await expect(inMenu).toHaveAttribute('aria-disabled', 'true')
    await expect(inMenu).toHaveAccessibleDescription(reason)

    await page.keyboard.press('Escape')
    await list.openCertification(draft)
    await expect(review.grid).toBeVisible()
    await page.getByRole('button', { name: 'Details', exact: true }).click()
    const inDetails = page.getByRole('button', { name: 'Publish …' })
    await expect(inDetails).toHaveAttribute('aria-disabled', 'true')
    await expect(page.getByRole('dialog').getByText(reason)).toBeVisible()
  } finally {
    await api.setDue(draftId, new Date(Date.now() + 28 * 24 * hour))
  }
})
