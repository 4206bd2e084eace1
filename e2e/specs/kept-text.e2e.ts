import { expect, test } from '../fixtures.ts'
import { people } from '../screens/sign-in.ts'

const large = 'Q4 Salesforce admins'
const reason = 'Left the team in October, as their manager wrote on the 3rd.'
const kept = /^Kept from before\./

test('T01 a text that Esc leaves unsent is kept for its row and dialog, and for no other', async ({
  page,
  signIn,
  list,
  review,
}) => {
  await signIn.as(people.reviewer, '/reviews')
  await list.openToDecide(large)
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
  await page.keyboard.press('End')
  await page.keyboard.type(' Really.')
  await expect(field).toHaveValue(`${reason} Really.`)
  await review.noteDialog.getByRole('button', { name: 'Cancel' }).click()

  await one.getByRole('gridcell').first().click()
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
  // Whoever types at once, without a look, has written only that.
  await page.keyboard.type('No longer needed.')
  const sent = page.waitForRequest((request) => request.method() === 'PUT')
  await page.keyboard.press('Enter')
  const body: unknown = (await sent).postDataJSON()
  expect(body).toMatchObject({ value: { notes: 'No longer needed.' } })
  await expect(review.noteDialog).toBeHidden()

  // What was sent is over.
  const left = await page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.includes('text')))
  expect(left).toEqual([])
})

test('T01 notes of a certification that Esc leaves unsaved are kept for that one', async ({
  page,
  signIn,
  list,
}) => {
  await signIn.as(people.admin, '/reviews')
  const notesOf = async (name: string) => {
    await (await list.manage(name)).getByRole('button', { name: 'Edit' }).click()
    return page.getByRole('dialog', { name: `Edit ${name}` }).getByLabel('Notes')
  }
  const first = await notesOf(large)
  const before = await first.inputValue()
  await first.fill(reason)
  await page.keyboard.press('Escape')
  const other = await notesOf('AWS production access, December')
  await expect(other).not.toHaveValue(reason)
  await page.keyboard.press('Escape')
  const again = await notesOf(large)
  await expect(again).toHaveValue(reason)
  await expect(again).toHaveAccessibleDescription(kept)
  await again.fill(before)
  await page.keyboard.press('Escape')
  await expect(await notesOf(large)).not.toHaveAccessibleDescription(kept)
})

test('T01 notes of a new certification that Esc leaves are there in the next one', async ({
  page,
  signIn,
  list,
}) => {
  await signIn.as(people.admin, '/reviews')
  const notes = page.getByRole('dialog', { name: 'New certification' }).getByLabel('Notes')
  await list.newButton.click()
  await notes.fill(reason)
  await page.keyboard.press('Escape')
  await expect(notes).toBeHidden()
  await list.newButton.click()
  await expect(notes).toHaveValue(reason)
  await expect(notes).toHaveAccessibleDescription(kept)
})

test('T01 notes that are changed in the review are kept for the same field', async ({
  page,
  signIn,
  list,
  review,
}) => {
  await signIn.as(people.admin, '/reviews')
  await list.openCertification(large)
  await expect(review.grid).toBeFocused()
  const notes = page.getByRole('dialog').getByRole('textbox', { name: 'Notes' })
  const edit = async () => {
    await page.getByRole('button', { name: 'Details', exact: true }).click()
    await page.getByRole('button', { name: 'Edit', exact: true }).click()
  }
  await edit()
  await notes.fill(reason)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await edit()
  await expect(notes).toHaveValue(reason)
  await expect(notes).toHaveAccessibleDescription(kept)
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect(notes).toBeHidden()
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  await expect(notes).toHaveValue(reason)
  await expect(notes).not.toHaveAccessibleDescription(kept)
})
