import type { Locator, Page } from '@playwright/test'
import { faults } from '../axe.ts'
import { expect, test } from '../fixtures.ts'
import { holdRequests } from '../hold-requests.ts'
import { ReviewsApi } from '../reviews-api.ts'
import type { Review } from '../screens/review.ts'
import { people } from '../screens/sign-in.ts'

const large = 'Q4 Salesforce admins'

test.beforeEach(async ({ signIn, review }) => {
  await signIn.toUndecidedPart(people.reviewer, large)
  await expect(review.count).toBeVisible()
})

/** Accepts so many undecided rows; returns what they are called. */
async function accept(page: Page, review: Review, times: number): Promise<readonly string[]> {
  const names: string[] = []
  for (let time = 0; time < times; time += 1) {
    const undecided = review.rows.filter({ hasText: 'To decide' }).first()
    const row = page.locator(`#${await undecided.getAttribute('id')}`)
    const who = await row.getByRole('rowheader').or(row.getByRole('gridcell')).first().innerText()
    names.push(/^.*/.exec(who)?.[0] ?? '')
    await review.accept(row).click()
    await expect(row).toContainText('on this device')
  }
  return names
}

async function signOut(page: Page): Promise<Locator> {
  await page.getByRole('banner').getByRole('button', { name: people.reviewer }).click()
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  return page.getByRole('dialog').filter({ has: page.getByRole('list', { name: 'Changes by row' }) })
}

const undecided = 'decision eq "RESULT_DECISION_NONE"'

test('T08 who signs out with unsent changes is asked: Send now signs out only after the server has all', async ({
  page,
  review,
  signIn,
  troubles,
}) => {
  // The server has ended the session while the page may read its counts again, before it is left.
  troubles.announce(/401/)
  const api = new ReviewsApi(page)
  const id = await api.certification(large)
  const before = (await api.ids(id, undecided)).length
  const letGo = await holdRequests(page, '**/results')
  const names = await accept(page, review, 3)
  const dialog = await signOut(page)
  await expect(dialog.getByRole('heading', { name: '3 changes not saved yet' })).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Stay' })).toBeFocused()
  for (const name of names) await expect(dialog.getByRole('list')).toContainText(name)
  await expect(dialog.getByRole('list')).toContainText('Accepted')
  expect(await faults(page)).toEqual([])
  // Enter on the first focus changes nothing.
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await signOut(page)
  await dialog.getByRole('button', { name: 'Send now and sign out' }).click()
  await expect(dialog.getByText('Sending, 3 to go …')).toBeVisible()
  await expect(signIn.heading).toBeHidden()
  letGo()
  await expect(page.getByText('You are signed out.')).toBeVisible()
  await signIn.as(people.reviewer, '/reviews')
  expect((await api.ids(id, undecided)).length).toBe(before - 3)
})

test('T08 without a connection Send now says why it cannot, and Discard takes a press of its own', async ({
  page,
  review,
  signIn,
  troubles,
}) => {
  // The answer to the sign-out is the first after a while: the page may read its counts again before it is left.
  troubles.announce(/ERR_/, /401/)
  const api = new ReviewsApi(page)
  const id = await api.certification(large)
  const before = await api.ids(id, undecided)
  await page.route('**/results', (route) => route.abort())
  await accept(page, review, 2)
  const dialog = await signOut(page)
  await expect(dialog.getByText('They cannot be sent now: the server does not answer.')).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Send now and sign out' })).toBeDisabled()
  await expect(dialog.getByRole('button', { name: 'Send now and sign out' })).toHaveAccessibleDescription(
    /cannot be sent now/,
  )
  await dialog.getByRole('button', { name: 'Discard 2 changes …' }).click()
  await expect(dialog.getByRole('heading', { name: 'Discard 2 changes?' })).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Back' })).toBeFocused()
  expect(await faults(page)).toEqual([])
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('heading', { name: '2 changes not saved yet' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Discard 2 changes …' }).click()
  await dialog.getByRole('button', { name: 'Discard 2 changes and sign out' }).click()
  await expect(page.getByText('You are signed out.')).toBeVisible()
  await page.unroute('**/results')
  await signIn.as(people.reviewer, `/reviews/${id}`)
  await expect(review.count).toBeVisible()
  await expect(review.unsent).toHaveCount(0)
  expect(await api.ids(id, undecided)).toEqual(before)
})

test('T08 what is refused while a sign-out ends leads nowhere else', async ({ page, troubles }) => {
  troubles.announce(/401/)
  // The server has ended the session, and its answer is on the way.
  const browser = await page.context().newCDPSession(page)
  const ended = new Promise<string>((done) =>
    browser.on('Fetch.requestPaused', ({ requestId }) => done(requestId)),
  )
  await browser.send('Fetch.enable', {
    patterns: [{ urlPattern: '*/app/v1/session:end', requestStage: 'Response' }],
  })
  await page.getByRole('banner').getByRole('button', { name: people.reviewer }).click()
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  const requestId = await ended
  // The menu goes by the first press elsewhere, which is no press on what is there.
  await page.keyboard.press('Escape')
  const refused = page.waitForResponse((answer) => answer.status() === 401)
  await page.getByRole('button', { name: 'Refresh', exact: true }).click()
  await refused
  await browser.send('Fetch.continueResponse', { requestId })
  // What is refused meanwhile says that too, on the page that is left.
  await expect(page).toHaveURL(/\?reason=SIGNED_OUT$/)
  await expect(page.getByText('You are signed out.')).toBeVisible()
})
