import { expect, test } from '../fixtures.ts'
import { people } from '../screens/sign-in.ts'

const large = 'Q4 Salesforce admins'
const reason = 'Left the team in October, as their manager wrote on the 3rd.'
const kept = /^Kept from before\./

test('T01 a text that Esc leaves unsent is kept for its row and dialog, and for no other', async ({
  page,
  signIn,
  review,
}) => {
  await signIn.toDecide(people.reviewer, large)
  const [one, other] = [review.rows.nth(5), review.rows.nth(6)]
  const field = review.noteDialog.getByRole('textbox')
  await review.reject(one).click()
  await field.fill(reason)
  await page.keyboard.press('Escape')
  await expect(review.noteDialog).toBeHidden()

  await review.reject(other).click()
  await expect(field).toHaveValue('')
  await expect(field).not.toHaveAccessibleDescription(kept)
  await page.keyboard.press('Escape')

  await review.reject(one).click()
  await expect(field).toBeFocused()
  await expect(field).toHaveValue(reason)
  await expect(field).toHaveAccessibleDescription(kept)
  await page.keyboard.type(' Really.')
  await expect(field).toHaveValue(`${reason} Really.`)
  await review.noteDialog.getByRole('button', { name: 'Cancel' }).click()

  await one.getByRole('gridcell').nth(1).click()
  await expect(review.drawer.getByRole('heading', { name: 'Access', exact: true })).toBeVisible()
  await review.drawer.getByRole('button', { name: /note/i }).first().click()
  const note = page.getByRole('dialog', { name: 'Note on this access' }).getByRole('textbox')
  await expect(note).toHaveValue('')
  await page.keyboard.press('Escape')
  await expect(note).toBeHidden()
  await page.keyboard.press('Escape')
  await expect(review.drawer).toBeHidden()

  await page.reload()
  await expect(review.answered).toBeVisible()
  await review.reject(one).click()
  await expect(field).toHaveValue(`${reason} Really.`)
  await page.keyboard.press('Escape')
  await expect(review.noteDialog).toBeHidden()
  await review.reject(one).click()
  // Whoever types at once, without a look, erases nothing.
  await page.keyboard.type(' No longer needed.')
  const sent = page.waitForRequest((request) => request.method() === 'PUT')
  await page.keyboard.press('Enter')
  const body: unknown = (await sent).postDataJSON()
  expect(body).toMatchObject({ value: { notes: `${reason} Really. No longer needed.` } })
  await expect(review.noteDialog).toBeHidden()

  // What was sent is over.
  const left = await page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.includes('text')))
  expect(left).toEqual([])
})
