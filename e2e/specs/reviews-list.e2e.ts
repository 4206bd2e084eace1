import { expect, test } from '../fixtures.ts'
import { people } from '../screens/sign-in.ts'

const large = 'Q4 Salesforce admins'

test('the list says of each certification where it stands', async ({ signIn, list }) => {
  await signIn.as(people.auditor, '/reviews')
  await expect(list.count).toHaveText('13 certifications')
  await expect(list.row(large)).toContainText('In progress')
  await expect(list.row(large)).toContainText(/of 400 decided/)
  await expect(list.row('AWS production access, November')).toContainText(/Expired.*Overdue by 2 days/)
  await expect(list.row('AWS production access, December')).toContainText('Draft')
  await expect(list.row('Google Cloud projects, Q4')).toContainText(/Failed.*30 minutes/)
  await expect(list.row('GitHub repositories, contractors only')).toContainText('Gathering rows')
  await expect(list.row('Q3 Salesforce admins')).toContainText('Completed')
})

test('finding, phases and order live in the address', async ({ page, signIn, list }) => {
  await signIn.as(people.auditor, '/reviews')
  await list.find.fill('aws')
  await expect(list.count).toHaveText('3 of 13 certifications')
  await list.phase('Draft').check()
  await list.phase('Completed').check()
  await list.order.selectOption({ label: 'Name, Z to A' })
  await expect(page).toHaveURL(/\?q=aws&phase=draft&phase=completed&sort=name\+desc$/)
  const names = ['AWS production access, December', 'AWS production access, August']
  await expect.poll(() => list.names()).toEqual(names)
  await page.reload()
  await expect.poll(() => list.names()).toEqual(names)
  await page.goBack()
  await expect(list.order).toHaveValue('due asc')
  await list.find.fill('no such thing')
  await page.getByRole('button', { name: 'Clear the filter' }).click()
  await expect(list.count).toHaveText('13 certifications')
})

test('a workflow shows who owns it, what it is for and its query', async ({ signIn, list }) => {
  await signIn.as(people.auditor, '/reviews')
  const workflow = list.workflows.getByRole('group').filter({ hasText: 'AWS production access' })
  await workflow.getByText('AWS production access').click()
  await expect(workflow).toContainText('Ada Lovelace (ada.lovelace@example.com)')
  await expect(workflow).toContainText('source_node_types')
  await workflow.getByText('Raw JSON').click()
  await expect(workflow.locator('pre')).toContainText('"node_type": "AwsIamRole"')
})

test('an admin makes a certification, changes it and publishes it', async ({ page, signIn, list }) => {
  const name = `Made by a test ${Date.now()}`
  await signIn.as(people.admin, '/reviews')
  await list.newButton.click()
  const dialog = page.getByRole('dialog', { name: 'New certification' })
  await dialog.getByLabel('Workflow').selectOption({ label: 'Snowflake data roles' })
  await dialog.getByLabel('Name', { exact: true }).fill(name)
  await dialog.getByLabel(/^Due/).fill('2099-01-31T17:00')
  const everyRow = dialog.getByRole('group', { name: 'Reviewers of every row' })
  await everyRow.getByRole('searchbox').fill('hopper')
  await everyRow.getByRole('button', { name: /^Add Grace Hopper/ }).click()
  await dialog.getByLabel(/draft/).check()
  await dialog.getByRole('button', { name: 'Make the certification' }).click()
  await expect(dialog).toBeHidden()
  await list.find.fill(name)
  await expect(list.row(name)).toContainText('Draft')
  await expect(list.row(name)).toContainText('2099-01-31 17:00')

  const menu = await list.manage(name)
  await expect(menu).toContainText('Only a certification in progress can be completed.')
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

test('what is wrong with a new certification stands at its field', async ({
  page,
  signIn,
  list,
  troubles,
}) => {
  troubles.announce(/400/)
  await signIn.as(people.admin, '/reviews')
  await list.newButton.click()
  const dialog = page.getByRole('dialog', { name: 'New certification' })
  const name = dialog.getByLabel('Name', { exact: true })
  await name.fill('x'.repeat(1025))
  await dialog.getByRole('button', { name: 'Make the certification' }).click()
  await expect(name).toHaveAccessibleDescription('is longer than 1024 characters')
})

test('an operator runs what is theirs and learns what keeps them from completing it', async ({
  signIn,
  list,
}) => {
  await signIn.as(people.operator, '/reviews')
  await expect(list.count).toBeVisible()
  await expect(list.row('AWS production access, December')).toHaveCount(0)
  const menu = await list.manage(large)
  await expect(menu).toContainText(/rows are not signed off yet\./)
  await expect(menu.getByRole('button', { name: 'Complete' })).toHaveAttribute('aria-disabled', 'true')
})

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
