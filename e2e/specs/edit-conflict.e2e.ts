import { expect, test } from '../fixtures.ts'
import { ReviewsApi } from '../reviews-api.ts'
import { people } from '../screens/sign-in.ts'

/** The demonstration's reviews are everybody's: each test gives back the names that it finds. */
const draft = 'AWS production access, December'
const open = 'Q4 Salesforce admins'

test('T34 a change in the list overwrites no change that was made meanwhile', async ({
  page,
  signIn,
  list,
  troubles,
}) => {
  troubles.announce(/412/)
  await signIn.as(people.admin, '/reviews')
  const api = new ReviewsApi(page)
  const id = await api.certification(draft)
  await (await list.manage(draft)).getByRole('button', { name: 'Edit' }).click()
  const edit = page.getByRole('dialog', { name: `Edit ${draft}` })
  await edit.getByLabel('Name', { exact: true }).fill('Mine')
  await api.rename(id, 'Theirs')
  await edit.getByRole('button', { name: 'Save' }).click()
  await expect(edit.getByRole('alert')).toContainText('has been changed since you read it')
  expect(await api.name(id)).toBe('Theirs')
  await edit.getByRole('button', { name: 'Cancel' }).click()
  await (await list.manage('Theirs')).getByRole('button', { name: 'Edit' }).click()
  const again = page.getByRole('dialog', { name: 'Edit Theirs' })
  await again.getByLabel('Name', { exact: true }).fill(draft)
  await again.getByRole('button', { name: 'Save' }).click()
  await expect(again).toBeHidden()
  expect(await api.name(id)).toBe(draft)
})

test('T34 a change in the review overwrites no change that was made meanwhile', async ({
  page,
  signIn,
  list,
  review,
  troubles,
}) => {
  troubles.announce(/412/)
  await signIn.as(people.admin, '/reviews')
  const api = new ReviewsApi(page)
  const id = await api.certification(open)
  await list.openCertification(open)
  await expect(review.grid).toBeFocused()
  await page.getByRole('button', { name: 'Details', exact: true }).click()
  const edit = page.getByRole('button', { name: 'Edit', exact: true })
  await edit.click()
  const name = page.getByRole('textbox', { name: 'Name' })
  await name.fill('Mine')
  await api.rename(id, 'Theirs')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('alert')).toContainText('has been changed since you read it')
  expect(await api.name(id)).toBe('Theirs')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await edit.click()
  await expect(name).toHaveValue('Theirs')
  await name.fill(open)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(name).toBeHidden()
  expect(await api.name(id)).toBe(open)
})
