import { expect, test } from '../fixtures.ts'
import { people } from '../screens/sign-in.ts'

const large = 'Q4 Salesforce admins'

test('an admin makes a certification, changes it and publishes it', async ({ page, signIn, list }) => {
  const name = `Made by a test ${Date.now()}`
  await signIn.as(people.admin, '/reviews')
  await list.newButton.click()
  const dialog = page.getByRole('dialog', { name: 'New review' })
  await dialog.getByLabel('Workflow').selectOption({ label: 'Snowflake data roles' })
  await dialog.getByLabel('Name', { exact: true }).fill(name)
  await dialog.getByLabel(/^Due/).fill('2099-01-31T17:00')
  const everyRow = dialog.getByRole('group', { name: 'Reviewers of every row' })
  await everyRow.getByRole('searchbox').fill('hopper')
  await everyRow.getByRole('button', { name: /^Add Grace Hopper/ }).click()
  await dialog.getByLabel(/draft/).check()
  await dialog.getByRole('button', { name: 'Create' }).click()
  await expect(dialog).toBeHidden()
  await list.find.fill(name)
  await expect(list.row(name)).toContainText('Draft')
  await expect(list.row(name)).toContainText('2099-01-31 17:00')

  const menu = await list.manage(name)
  await expect(menu).toContainText('Only a review in progress can be completed.')
  await menu.getByRole('button', { name: 'Edit' }).click()
  const edit = page.getByRole('dialog', { name: `Edit ${name}` })
  await edit.getByLabel('Name', { exact: true }).fill(`${name}, changed`)
  await edit.getByRole('button', { name: 'Save' }).click()
  await expect(edit).toBeHidden()

  await (await list.manage(`${name}, changed`)).getByRole('button', { name: 'Publish' }).click()
  await page
    .getByRole('dialog', { name: /^Publish/ })
    .getByRole('button', { name: 'Publish' })
    .click()
  await expect(list.row(name)).toContainText('In progress')
})

// What an operator finds, and what keeps them from it, is in src/features/reviews/manage/actions.page.test.tsx.

test('keys alone lead from the list to a certification', async ({ page, signIn, list }) => {
  await signIn.as(people.reviewer, '/reviews')
  await list.find.focus()
  await page.keyboard.type('q4 salesforce')
  await expect(list.rows).toHaveCount(1)
  for (let step = 0; step < 20 && !page.url().includes('/reviews/'); step++) {
    await page.keyboard.press('Tab')
    const onLink = await page.evaluate((words) => document.activeElement?.textContent === words, large)
    if (!onLink) continue
    await page.keyboard.press('Enter')
    break
  }
  await expect(page.getByRole('heading', { name: large })).toBeVisible()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } })

  test('T07 nothing in the header covers its links', async ({ page, signIn }) => {
    await signIn.as(people.operator, '/reviews')
    const banner = page.getByRole('banner')
    const link = await banner.getByRole('link', { name: 'Reviews' }).boundingBox()
    const control = await banner.getByRole('combobox').first().boundingBox()
    expect(link && control && link.x + link.width <= control.x).toBe(true)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  })
})
