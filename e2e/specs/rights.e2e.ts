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
  list,
  review,
}) => {
  await signIn.as(people.admin, '/reviews')
  await list.openToDecide(large)
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
  list,
  review,
}) => {
  await signIn.as(people.admin, '/reviews')
  await list.openToDecide(large)
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
  await expect(review.drawer).toContainText('None of your rows has a decision')
  await page.keyboard.press('Escape')
  await others(page).click()
  await expect(others(page)).toBeChecked()
  await page.getByRole('button', { name: 'Sign off decided rows …', exact: true }).click()
  await expect(review.drawer).toContainText('those of other reviewers included')
  await expect(review.drawer.getByRole('button', { name: /^Sign off [\d,]+ rows?$/ })).toBeVisible()
  await page.keyboard.press('Escape')
})

test('T37 a reviewer is offered no rows of others', async ({ page, signIn, list, review }) => {
  await signIn.as(people.reviewer, '/reviews')
  await list.openCertification(large)
  await expect(review.grid).toBeFocused()
  await expect(others(page)).toHaveCount(0)
})

/** Fills in a new certification without due date; reviewers as they are named. */
async function fillIn(page: Page, list: ReviewsList, name: string): Promise<Locator> {
  await list.newButton.click()
  const dialog = page.getByRole('dialog', { name: 'New certification' })
  await dialog.getByLabel('Workflow').selectOption({ label: 'Snowflake data roles' })
  await dialog.getByLabel('Name', { exact: true }).fill(name)
  return dialog
}

test('T19 what would be published without reviewers or due date is asked about once more', async ({
  page,
  signIn,
  list,
}) => {
  const name = `Without anybody ${Date.now()}`
  await signIn.as(people.admin, '/reviews')
  const dialog = await fillIn(page, list, name)
  await dialog.getByRole('button', { name: 'Make the certification' }).click()
  const asked = dialog.getByRole('region', { name: 'To confirm' })
  await expect(asked).toContainText('No row has a reviewer.')
  await expect(asked).toContainText('There is no due date')
  await expect(asked).toContainText('because nobody is asked for or named')
  // A change of the form makes void what was found.
  await dialog.getByLabel(/^Due/).fill('2099-01-31T17:00')
  await expect(asked).toBeHidden()
  await dialog.getByRole('button', { name: 'Make the certification' }).click()
  await expect(asked).not.toContainText('There is no due date')
  await dialog.getByRole('button', { name: 'Make and publish it all the same' }).click()
  await expect(dialog).toBeHidden()
  await list.find.fill(name)
  await expect(list.row(name)).toContainText('In progress')
  await list.openCertification(name)
  await page.getByRole('button', { name: 'Details', exact: true }).click()
  await expect(page.getByRole('dialog', { name: 'About this review' })).toContainText(
    /rows have no reviewer: [\d,]+ because nobody is asked for or named/,
  )
})

test('T19 the dialog that publishes a draft lists what it confirms', async ({ page, signIn, list }) => {
  const name = `Draft without anybody ${Date.now()}`
  await signIn.as(people.admin, '/reviews')
  const dialog = await fillIn(page, list, name)
  await dialog.getByLabel(/draft/).check()
  await dialog.getByRole('button', { name: 'Make the certification' }).click()
  await expect(dialog).toBeHidden()
  await list.find.fill(name)
  await expect(list.row(name)).toContainText('Draft')
  await (await list.manage(name)).getByRole('button', { name: 'Publish' }).click()
  const publish = page.getByRole('dialog', { name: /^Publish/ })
  await expect(publish.getByRole('region', { name: 'To confirm' })).toContainText('No row has a reviewer.')
  await publish.getByRole('button', { name: 'Publish all the same' }).click()
  await expect(list.row(name)).toContainText('In progress')
})

test('T28 a leaver on the deny list is marked, and saving leaves them out once that is confirmed', async ({
  page,
  signIn,
  list,
}) => {
  const name = `With a leaver ${Date.now()}`
  await signIn.as(people.admin, '/reviews')
  const api = new ReviewsApi(page)
  const dialog = await fillIn(page, list, name)
  const everyRow = dialog.getByRole('group', { name: 'Reviewers of every row' })
  await everyRow.getByRole('searchbox').fill('hopper')
  await everyRow.getByRole('button', { name: /^Add Grace Hopper/ }).click()
  await dialog.getByLabel(/draft/).check()
  await dialog.getByRole('button', { name: 'Make the certification' }).click()
  await expect(dialog).toBeHidden()
  await list.find.fill(name)
  await expect(list.row(name)).toContainText('Draft')
  await api.deny([people.reviewer])
  try {
    await (await list.manage(name)).getByRole('button', { name: 'Edit' }).click()
    const edit = page.getByRole('dialog', { name: `Edit ${name}` })
    await expect(edit).toContainText('is on the reviewer deny list')
    await edit.getByRole('searchbox').fill('lefèvre')
    await edit.getByRole('button', { name: /^Add Olivier/ }).click()
    await edit.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(edit.getByRole('region', { name: 'Left out' })).toContainText(/Grace Hopper.*deny list/)
    await edit.getByRole('button', { name: 'Save without this person' }).click()
    await expect(edit).toBeHidden()

    // The same in the review itself: the last one who stays leaves.
    await api.deny([people.operator])
    await list.openCertification(name)
    await page.getByRole('button', { name: 'Details', exact: true }).click()
    const about = page.getByRole('dialog', { name: 'About this review' })
    await expect(about).toContainText(/Olivier Lefèvre .*is on the reviewer deny list\./)
    await about.getByRole('button', { name: 'Edit', exact: true }).click()
    await about.getByRole('searchbox').fill('Νίκος')
    await about.getByRole('button', { name: /Νίκος/ }).click()
    await about.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(about.getByRole('region', { name: 'Left out' })).toContainText('Olivier Lefèvre')
    await about.getByRole('button', { name: 'Save without this person' }).click()
    await expect(about.getByRole('searchbox')).toBeHidden()
    await expect(about).not.toContainText('is on the reviewer deny list')
  } finally {
    await api.allow([people.reviewer, people.operator])
  }
})

test('T28 a leaver does not keep a row from being reassigned either', async ({
  page,
  signIn,
  list,
  review,
}) => {
  await signIn.as(people.admin, '/reviews')
  const api = new ReviewsApi(page)
  await list.openToDecide(large)
  await api.deny([people.operator])
  try {
    await review.rows.filter({ hasText: people.operator }).first().getByRole('gridcell').first().click()
    await review.drawer.getByRole('button', { name: 'Reassign …' }).click()
    const reassign = page.getByRole('dialog', { name: 'Reassign this row' })
    await expect(reassign).toContainText('is on the reviewer deny list')
    await reassign.getByRole('searchbox').fill('hopper')
    await reassign.getByRole('button', { name: /^Grace Hopper/ }).click()
    await reassign.getByRole('button', { name: 'Reassign', exact: true }).click()
    await expect(reassign.getByRole('region', { name: 'Left out' })).toContainText(people.operator)
    const saved = page.waitForResponse((answer) => answer.request().method() === 'PUT')
    await reassign.getByRole('button', { name: 'Save without this person' }).click()
    expect((await saved).status()).toBe(200)
    await expect(reassign).toBeHidden()
    await expect(review.drawer).toContainText(`Reassigned to ${people.reviewer}:`)
  } finally {
    await api.allow([people.operator])
  }
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
