import { expect, test } from '../fixtures.ts'
import { people } from '../screens/sign-in.ts'

const large = 'Q4 Salesforce admins'

test.beforeEach(async ({ signIn }) => void (await signIn.toDecide(people.reviewer, large)))

test('T02 a dialog that opens in the moment in which another one closes stays, and is about its own row', async ({
  page,
  review,
}) => {
  const [one, other] = [review.rows.nth(5), review.rows.nth(6)]
  const what = await other.getByRole('gridcell').nth(1).innerText()
  const id = await other.getAttribute('id')
  await review.reject(one).click()
  await review.noteDialog.getByRole('textbox').fill('of the first')
  // Both presses in one task: the browser tells of the first closing when the second dialog stands already.
  await page.evaluate(async (row) => {
    const press = (found: Iterable<HTMLButtonElement>, name: RegExp) => {
      const button = [...found].find((one) => name.test(one.getAttribute('aria-label') ?? one.innerText))
      if (!button) throw new Error(`there is no button ${name.source}`)
      button.click()
    }
    press(document.querySelectorAll<HTMLButtonElement>('dialog[open] button'), /^Cancel/)
    press(document.querySelectorAll<HTMLButtonElement>(`[id="${row}"] button`), /^Reject/)
    // The event of the closing has come by then.
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  }, id)
  await expect(review.noteDialog).toBeVisible()
  await expect(review.noteDialog).toContainText(what.split('\n')[0] ?? what)
  await expect(review.noteDialog.getByRole('textbox')).toHaveValue('')
  await expect(review.noteDialog.getByRole('textbox')).toBeFocused()
})

for (const [way, close] of [
  ['Esc', 'Escape'],
  ['its button', 'Close'],
] as const)
  test(`T02 a drawer that is closed by ${way} goes back once`, async ({ page, review }) => {
    const address = page.url()
    await review.rows.nth(5).getByRole('gridcell').nth(1).click()
    await expect(review.drawer.getByRole('heading', { name: 'Access', exact: true })).toBeVisible()
    expect(page.url()).not.toBe(address)
    // The pointer still rests on the row: its tooltip does not take the key.
    await expect(page.getByRole('tooltip')).toBeVisible()
    if (close === 'Escape') await page.keyboard.press(close)
    else await review.drawer.getByRole('button', { name: close, exact: true }).click()
    await expect(review.drawer).toHaveCount(0)
    await expect(page).toHaveURL(address)
    // A second step back would have been taken by now.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
    await expect(page).toHaveURL(address)
    await expect(review.grid).toBeVisible()
  })
