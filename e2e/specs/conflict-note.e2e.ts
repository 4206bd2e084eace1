import { expect, test } from '../fixtures.ts'
import { ReviewsApi } from '../reviews-api.ts'
import { people, SignIn } from '../screens/sign-in.ts'

const large = 'Q4 Salesforce admins'
const why = 'They left in October, as their manager wrote on the 3rd.'

test('T29 a reason that cannot stand replaces nothing of a colleague, and one that is left unsent is kept', async ({
  page,
  review,
  signIn,
  elsewhere,
  reviewServer,
  troubles,
}) => {
  troubles.announce(/412/, /ERR_FAILED/)
  await signIn.quietly(people.reviewer)
  const colleague = await elsewhere()
  await new SignIn(colleague, reviewServer.url).quietly(people.admin)
  const api = new ReviewsApi(colleague)
  const id = await api.certification(large)
  // Where nothing tells of the other's change, the row is decided as it was.
  await page.route(/\/changes(\?|$)/, (route) => route.abort())
  await page.goto(`${reviewServer.url}/reviews/${id}?decision=RESULT_DECISION_NONE`)
  await expect(review.answered).toBeVisible()
  const row = review.rows.nth(8)
  const result_id = (await new ReviewsApi(page).ids(id, 'decision eq "RESULT_DECISION_NONE"'))[8]
  if (result_id === undefined) throw new Error('there are too few rows')
  await api.change(id, { result_id, decision: 'RESULT_DECISION_REJECTED', notes: 'theirs' })
  await review.accept(row).click()

  const { conflict } = review
  await expect(conflict).toBeVisible()
  let sent = 0
  page.on('request', (request) => {
    if (request.method() === 'PUT') sent++
  })
  const field = conflict.getByRole('textbox')
  const replace = conflict.getByRole('button', { name: 'Replace with mine' })
  for (const [text, said] of [
    ['', 'Say why yours should stand.'],
    ['\u200b \u2800', 'Say why yours should stand.'],
    ['Left\u0000 the team.', 'The note holds a control character (U+0000 at place 5). Change that first.'],
    ['x'.repeat(10_001), 'The note is longer than 10000 characters. Change that first.'],
  ] as const) {
    await field.fill(text)
    await replace.click()
    await expect(field).toHaveAccessibleDescription(said)
    await expect(field).toBeFocused()
  }
  await expect(conflict).toBeVisible()
  expect(sent).toBe(0)

  await field.fill(why)
  await page.keyboard.press('Escape')
  await expect(conflict).toBeHidden()
  await review.reject(row).click()
  await expect(review.notice).toContainText(
    'Your earlier change of this row is not saved, because the row has been changed since.',
  )
  await expect(review.noteDialog).toHaveCount(0)
  await page.reload()
  await page.getByRole('button', { name: /^Needs you/ }).click()
  await page.getByRole('button', { name: 'Choose between the two …' }).click()
  await expect(field).toHaveValue(why)
  await expect(field).toHaveAccessibleDescription(/^Kept from before\./)
  await replace.click()
  await expect(conflict).toBeHidden()
  await expect.poll(async () => (await api.row(id, result_id)).notes).toBe(why)
})
