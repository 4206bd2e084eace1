import { expect, test } from '../fixtures.ts'
import { people } from '../screens/sign-in.ts'

test('one press signs in as an account of the demonstration and leads back', async ({
  page,
  signIn,
  frame,
}) => {
  await signIn.open('/reviews?q=q4')
  await expect(signIn.demonstration).toBeVisible()
  await signIn.pick(people.operator)
  await expect(page).toHaveURL(/\/reviews\?q=q4$/)
  await frame.openAccount(people.operator)
  await expect(frame.accountMenu).toContainText('operator')
})

test('an address of elsewhere is not followed', async ({ page, signIn, reviewServer }) => {
  await signIn.open('//elsewhere.example/reviews')
  await signIn.pick(people.operator)
  await expect(page).toHaveURL(`${reviewServer.url}/activity/workflow-actions`)
})

test('a reviewer begins with the reviews, and the log says that it is not for them', async ({
  page,
  signIn,
  frame,
  reviewServer,
}) => {
  await signIn.as(people.reviewer, '/')
  await expect(page).toHaveURL(/\/reviews$/)
  await expect(frame.reviewsLink).toBeVisible()
  await expect(frame.activityLink).toBeHidden()
  await page.goto(`${reviewServer.url}/activity/workflow-actions`)
  await expect(page.getByRole('heading', { name: 'The activity log is not for your account' })).toBeVisible()
  await page.getByRole('link', { name: 'Go to the reviews' }).click()
  await expect(page).toHaveURL(/\/reviews$/)
})

test('somebody else signs in from the menu and sees only what is theirs', async ({
  page,
  signIn,
  frame,
  list,
}) => {
  await signIn.as(people.admin, '/reviews')
  await expect(list.newButton).toBeVisible()
  await frame.openAccount(people.admin)
  await frame.accountMenu.getByRole('link', { name: 'Sign in as somebody else' }).click()
  await signIn.pick(people.reviewer)
  await expect(page).toHaveURL(/\/reviews$/)
  await expect(list.count).toBeVisible()
  await expect(list.newButton).toBeHidden()
  await expect(list.table).toContainText('of yours decided')
})

test('who has signed out stays out until they sign in, and is then shown the address that they opened', async ({
  page,
  signIn,
  frame,
  list,
  troubles,
}) => {
  troubles.announce(/401/)
  await signIn.as(people.auditor, '/reviews')
  await frame.openAccount(people.auditor)
  await frame.accountMenu.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByText('You are signed out.')).toBeVisible()
  await page.reload()
  await expect(signIn.demonstration).toBeVisible()
  await list.open('?phase=draft')
  await expect(signIn.heading).toBeVisible()
  await signIn.pick(people.auditor)
  await expect(page).toHaveURL(/\/reviews\?phase=draft$/)
  await expect(list.rows).toHaveCount(1)
})
