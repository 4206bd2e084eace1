import { faults } from '../axe.ts'
import { expect, test } from '../fixtures.ts'
import { holdRequests } from '../hold-requests.ts'
import { notConnected, outageWords } from '../outage.ts'
import { people } from '../screens/sign-in.ts'

const large = 'Q4 Salesforce admins'

test.beforeEach(async ({ troubles, signIn, review }) => {
  troubles.announce(outageWords)
  await signIn.toReview(people.reviewer, large)
  await expect(review.rows.first()).toBeVisible()
})

test('T10 the header says that the server is away, at each width, and when it is back', async ({
  page,
  context,
  frame,
}) => {
  const back = page.getByRole('banner').getByRole('status').filter({ hasText: 'Connected again.' })
  await context.setOffline(true)
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 844 })
    await expect(notConnected(page)).toBeVisible()
    await expect(frame.reviewsLink).toBeInViewport({ ratio: 1 })
    await expect(frame.theme).toBeInViewport({ ratio: 1 })
    await expect(page.getByRole('button', { name: people.reviewer, exact: true })).toBeInViewport({
      ratio: 1,
    })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    expect(await faults(page)).toEqual([])
  }
  await context.setOffline(false)
  await expect(back).toBeVisible()
  await expect(back).toHaveCount(0)
})

test('T10 a change that is not answered says so before anybody gives it up, and a browser that believes itself offline sends all the same', async ({
  page,
  review,
}) => {
  await review.tab('To decide').click()
  await expect(review.answered).toBeVisible()
  await expect(review.loadingRows).toHaveCount(0)
  const letGo = await holdRequests(page, (url) => url.pathname.endsWith('/results'))
  const sent = page.waitForResponse((answer) => answer.request().method() === 'PUT')
  await review.accept(review.rows.nth(9)).click()
  await expect(notConnected(page)).toBeVisible()
  letGo()
  expect((await sent).status()).toBe(200)
  await expect(notConnected(page)).toHaveCount(0)

  // A browser that believes itself offline sends all the same, and nothing says that it is.
  const asked = page.waitForResponse((answer) => answer.url().endsWith('/readyz'))
  await page.evaluate(() => {
    const header = document.querySelector('header')
    const note = () => {
      if (header?.textContent.includes('Not connected')) header.dataset['saidSo'] = 'yes'
    }
    if (header)
      new MutationObserver(note).observe(header, { childList: true, subtree: true, characterData: true })
    Object.defineProperty(navigator, 'onLine', { value: false })
    window.dispatchEvent(new Event('offline'))
  })
  expect((await asked).status()).toBe(200)
  const sentToo = page.waitForResponse((answer) => answer.request().method() === 'PUT')
  await review.accept(review.rows.nth(8)).click()
  expect((await sentToo).status()).toBe(200)
  await expect(page.locator('header[data-said-so]')).toHaveCount(0)
})
