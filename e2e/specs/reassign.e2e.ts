import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { people } from '../screens/sign-in.ts'

const large = 'Q4 Salesforce admins'
const words = `Reassigned to ${people.otherReviewer}`

test.beforeEach(async ({ signIn, troubles }) => {
  // What was given away is no longer theirs to read.
  troubles.announce(/404/)
  await signIn.toDecide(people.reviewer, large)
})

const byButton = (button: Locator) => button.click()
const byKey = async (button: Locator) => {
  await expect(button).toBeVisible()
  // Keys rest for a moment after a dialog has opened or closed.
  await button.page().waitForTimeout(400)
  await button.press('Enter')
}

/** Gives the open row to the other reviewer alone, with buttons pressed in that way. */
async function reassign(page: Page, press: (button: Locator) => Promise<void>): Promise<void> {
  await press(page.locator('dialog[open]').getByRole('button', { name: 'Reassign …' }))
  const dialog = page.getByRole('dialog', { name: 'Reassign this row' })
  const mine = dialog.getByRole('group', { name: 'Reviewers' })
  await press(mine.getByRole('button', { name: new RegExp(`^Remove ${people.reviewer}`) }))
  await dialog.getByRole('searchbox').fill(people.otherReviewer)
  await press(mine.getByRole('button', { name: new RegExp(`^Add ${people.otherReviewer}`) }))
  const saved = page.waitForResponse((answer) => answer.request().method() === 'PUT')
  await press(dialog.getByRole('button', { name: 'Reassign', exact: true }))
  expect((await saved).status()).toBe(200)
}

test('T11 after giving the open row away by button the next one opens, and says to whom', async ({
  page,
  review,
}) => {
  await review.rows.nth(20).getByRole('gridcell').nth(1).click()
  const title = review.drawer.getByRole('heading').first()
  const given = await title.innerText()
  const address = page.url()
  await reassign(page, byButton)
  await expect(title).not.toHaveText(given)
  await expect(review.drawer).toContainText(`${words}: ${given}.`)
  await expect(review.drawer).not.toContainText('not available')
  await expect(review.drawer.getByRole('heading', { name: 'Access', exact: true })).toBeVisible()
  expect(page.url()).not.toBe(address)

  // Back on it by key: it is theirs now. Keys rest for a moment after a dialog has closed.
  await page.waitForTimeout(400)
  await page.keyboard.press('k')
  await expect(review.drawer.getByRole('heading', { name: words })).toBeVisible()
  await expect(review.drawer).not.toContainText('not available')
  await review.drawer.getByRole('button', { name: 'Next row', exact: true }).click()
  await expect(review.drawer.getByRole('heading', { name: 'Access', exact: true })).toBeVisible()

  await page.keyboard.press('Escape')
  await expect(review.rows.filter({ hasText: words })).toHaveCount(1)
  await expect(page.getByText('This row is no longer yours to see')).toHaveCount(0)
})

test('T11 after giving the last row away by key the list is there, and the row in it says to whom', async ({
  page,
  review,
}) => {
  await review.grid.focus()
  await page.keyboard.press('End')
  await expect(review.rows.last()).not.toHaveText('Loading …')
  await page.keyboard.press('Enter')
  await expect(review.drawer.getByRole('heading', { name: 'Access', exact: true })).toBeVisible()
  await reassign(page, byKey)
  await expect(review.drawer).toHaveCount(0)
  await expect(review.rows.filter({ hasText: words }).last()).toBeVisible()
})
