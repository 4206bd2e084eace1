import { expect, test } from '../fixtures.ts'
import { ReviewsApi } from '../reviews-api.ts'
import { people, SignIn } from '../screens/sign-in.ts'

const setting = 'ui_customization_settings'

test('T08 a change that the server refused gives way to the next one of its row', async ({
  page,
  review,
  signIn,
  list,
  elsewhere,
  reviewServer,
  troubles,
}) => {
  troubles.announce(/4\d\d/)
  await signIn.as(people.reviewer, '/reviews')
  await list.openToDecide('Q4 Salesforce admins')
  const other = await elsewhere()
  await new SignIn(other, reviewServer.url).quietly(people.admin)
  const admin = new ReviewsApi(other)
  // The page does not know yet that a reason is wanted.
  await admin.setSetting(setting, { accept_notes_behavior: 'POP_UP_REQUIRED' })
  try {
    const row = review.rows.nth(10)
    await review.accept(row).click()
    await expect(row).toContainText('needs you')
    await review.reject(row).click()
    await review.noteDialog.getByRole('textbox').fill('Left the team.')
    await page.keyboard.press('Enter')
    await expect(row).toContainText('saved')
    await expect(row).toContainText('Rejected')
    await expect(review.unsent).toHaveCount(0)
  } finally {
    await admin.setSetting(setting, {})
  }
})
