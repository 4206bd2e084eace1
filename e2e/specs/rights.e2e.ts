import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { ReviewsApi } from '../reviews-api.ts'
import type { ReviewsList } from '../screens/reviews-list.ts'
import { people } from '../screens/sign-in.ts'

const large = 'Q4 Salesforce admins'
/** After a closed dialog letters rest for 0.3 s (docs/reviews.md). */
const pauseMs = 400
const others = (page: Page) =>
  page.getByRole('checkbox', { name: /^Include rows of other reviewers \([\d,]+ open\)$/ })

test('T37 an admin decides a row of others by button; keys keep to their own until others are included', async ({
  page,
  signIn,
  review,
}) => {
  await signIn.toDecide(people.admin, large)
  await expect(review.grid).toBeFocused()
  const first = review.rows.nth(0)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('a')
  await expect(review.notice).toContainText('You do not review this row: keys leave it alone.')
  await expect(review.accept(first)).toHaveAttribute('aria-pressed', 'false')

  await review.accept(first).click()
  await expect(review.accept(first)).toHaveAttribute('aria-pressed', 'true')
  await expect(first).toContainText('saved')

  await others(page).click()
  await expect(page).toHaveURL(/decision=RESULT_DECISION_NONE&others=included$/)
  await page.reload()
  await expect(others(page)).toBeChecked()
  await expect(review.grid).toBeFocused()
  await expect(review.accept(first)).toHaveAttribute('aria-pressed', 'false')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('a')
  await expect(review.accept(first)).toHaveAttribute('aria-pressed', 'true')
  await expect(first).toContainText('saved')

  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('o')
  await expect(review.drawer).toContainText('not a reviewer of the row')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Details', exact: true }).click()
  await expect(review.drawer).toContainText(/rows? (was|were) decided by/)
})

test('T37 the keys of the drawer and the sign-off of many keep to own rows too', async ({
  page,
  signIn,
  review,
}) => {
  await signIn.toDecide(people.admin, large)
  await expect(review.grid).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('o')
  await expect(review.drawer).toBeVisible()
  await expect(review.drawer.getByRole('button', { name: 'Accept' })).toHaveAttribute(
    'aria-disabled',
    'false',
  )
  await expect(review.drawer).toContainText('You do not review this row: keys leave it alone.')
  await page.waitForTimeout(pauseMs)
  await page.keyboard.press('a')
  await expect(review.said(/You do not review this row/).first()).toBeAttached()
  await expect(review.drawer.getByRole('button', { name: 'Accept' })).toHaveAttribute('aria-pressed', 'false')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Sign off decided rows …', exact: true }).click()
  await review.drawer.getByRole('button', { name: /^Preview for all/ }).click()
  await expect(review.drawer).toContainText(/None of [\d,]+ rows will be signed off/)
  await page.keyboard.press('Escape')
  await others(page).click()
  await expect(others(page)).toBeChecked()
  await page.getByRole('button', { name: 'Sign off decided rows …', exact: true }).click()
  await review.drawer.getByRole('textbox', { name: 'Why rows of other' }).fill('They have left.')
  await review.drawer.getByRole('button', { name: /^Preview for all/ }).click()
  await expect(review.drawer).toContainText('those of other reviewers included')
  await expect(review.drawer.getByRole('button', { name: /^Sign off [\d,]+ rows?$/ })).toBeVisible()
  await page.keyboard.press('Escape')
})

/** Fills in a new certification without due date; reviewers as they are named. */
async function fillIn(page: Page, list: ReviewsList, name: string): Promise<Locator> {
  await list.newButton.click()
  const dialog = page.getByRole('dialog', { name: 'New review' })
  await dialog.getByLabel('Workflow').selectOption({ label: 'Snowflake data roles' })
  await dialog.getByLabel('Name', { exact: true }).fill(name)
  return dialog
}

test('T19 the dialog that publishes a draft lists what it confirms', async ({ page, signIn, list }) => {
  const name = `Draft without anybody ${Date.now()}`
  await signIn.as(people.admin, '/reviews')
  const dialog = await fillIn(page, list, name)
  await dialog.getByLabel(/draft/).check()
  await dialog.getByRole('button', { name: 'Create' }).click()
  await expect(dialog).toBeHidden()
  await list.find.fill(name)
  await expect(list.row(name)).toContainText('Draft')
  await (await list.manage(name)).getByRole('button', { name: 'Publish' }).click()
  const publish = page.getByRole('dialog', { name: /^Publish/ })
  await expect(publish.getByRole('region', { name: 'To confirm' })).toContainText('No row has a reviewer.')
  await publish.getByRole('button', { name: 'Publish anyway' }).click()
  await expect(list.row(name)).toContainText('In progress')
})

test('T05 a key of who only looks promises nothing', async ({ page, review, signIn }) => {
  await signIn.quietly(people.auditor)
  const id = await new ReviewsApi(page).certification(large)
  await page.goto(new URL(`/reviews/${id}`, page.url()).href)
  await expect(review.grid).toBeFocused()
  await expect(review.loadingRows).toHaveCount(0)
  await page.keyboard.press('a')
  await expect(review.notice).toContainText(/^Marked: .* You may look at this review, not change it\.$/)
})
