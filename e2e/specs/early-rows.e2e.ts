import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { holdRequests } from '../hold-requests.ts'
import { ReviewsApi } from '../reviews-api.ts'
import { people, SignIn } from '../screens/sign-in.ts'
import { listUrls, tabPath } from '../screens/workflow-actions.ts'

/** The page's own code, without which there is no React. */
const ownCode = '**/assets/index-*.js'

/** The table without life, and what React puts in its place. */
const still = (page: Page) => page.getByRole('table')
const alive = (page: Page) => page.getByRole('grid')

/** What stands where, as far down as the window shows it: texts and boxes in pixels. */
async function picture(page: Page): Promise<readonly string[]> {
  return await page
    .locator('#root :is(h1, header > span, header p, nav a, progress, th, th *, td, td *)')
    .evaluateAll((found) =>
      found.flatMap((element) => {
        const { x, y, width, height } = element.getBoundingClientRect()
        // A heading leaves more room once there are buttons beside it.
        const sides = element.tagName === 'H1' ? [x, y, height] : [x, y, width, height]
        const box = sides.map((length) => Math.round(length * 100) / 100).join(' ')
        return y + height <= innerHeight ? [`${element.tagName} ${box} ${element.textContent}`] : []
      }),
    )
}

/** Notes every frame from now on in which there are hardly any rows, until React has drawn them. */
async function noteGaps(page: Page): Promise<void> {
  await page.evaluate(() => {
    const look = () => {
      const rows = document.querySelectorAll('tbody tr[aria-rowindex] > td:nth-child(3)').length
      if (rows < 10) performance.mark('gap')
      if (!document.querySelector('[role="grid"]')) requestAnimationFrame(look)
    }
    look()
  })
}

const gaps = (page: Page) => page.evaluate(() => performance.getEntriesByName('gap').length)

/** Has React draw what was drawn without it, and compares the two. */
async function expectSamePicture(page: Page, release: () => void): Promise<void> {
  await expect(still(page)).toBeVisible()
  const early = await picture(page)
  expect(early.length).toBeGreaterThan(200)
  await noteGaps(page)
  release()
  await expect(alive(page)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Columns' })).toBeVisible()
  const now = new Set(await picture(page))
  expect(early.filter((one) => !now.has(one))).toEqual([])
  await expect(still(page)).toHaveCount(0)
  expect(await gaps(page)).toBe(0)
}

test('the first events stand before the code is there, and stay where they are when it comes', async ({
  page,
  tab,
}) => {
  const release = await holdRequests(page, ownCode)
  await page.goto('/')
  await expect(still(page)).toHaveAttribute('aria-rowcount', '-1')
  await expectSamePicture(page, release)
  await expect(tab.rows.first()).toHaveAttribute('aria-rowindex', '2')
})

test('they stand as this browser remembers to show them', async ({ page }) => {
  await page.addInitScript(() => {
    localStorage.setItem('countersign.zone', 'utc')
    localStorage.setItem('countersign.theme', 'dark')
    localStorage.setItem(
      'countersign.workflow-actions.columns',
      JSON.stringify({ workflow_name: false, extraction_event: true }),
    )
  })
  const release = await holdRequests(page, ownCode)
  await page.goto(tabPath)
  await expect(page.getByRole('columnheader', { name: 'Extraction event' })).toBeVisible()
  await expect(page.getByRole('columnheader', { name: 'Workflow', exact: true })).toHaveCount(0)
  await expectSamePicture(page, release)
})

test.describe('a review', () => {
  let path: string

  test.beforeEach(async ({ page, reviewServer }) => {
    await new SignIn(page, reviewServer.url).as(people.reviewer, '/reviews')
    path = `${reviewServer.url}/reviews/${await new ReviewsApi(page).certification('Q4 Salesforce admins')}`
  })

  test('stands before the code is there, with buttons that cannot be pressed yet', async ({
    page,
    review,
  }) => {
    const release = await holdRequests(page, ownCode)
    await page.goto(path)
    const early = still(page).getByRole('button', { name: /^(Accept|Reject): / })
    await expect(early.first()).toBeDisabled()
    expect(await early.evaluateAll((all) => all.every((button) => button.matches(':disabled')))).toBe(true)
    await expectSamePicture(page, release)
    await expect(review.accept(review.rows.first())).toBeEnabled()
  })

  test('opens the row that was pressed before the code was there', async ({ page, review }) => {
    const release = await holdRequests(page, ownCode)
    await page.goto(path)
    const name = await still(page).getByRole('row').nth(3).getByRole('cell').first().innerText()
    await still(page).getByRole('row').nth(3).getByRole('cell').first().click()
    await expect(page).toHaveURL(/\/rows\/\d+$/)
    release()
    await expect(review.drawer).toContainText(name.split('\n')[0] ?? '')
    await page.keyboard.press('Escape')
    await expect(page).toHaveURL(path)
  })
})

for (const [when, files] of [
  ['before the code is there', ownCode],
  ['while React has not drawn yet', '**/assets/workflow-actions-*.js'],
] as const) {
  test(`an event that is pressed ${when} opens`, async ({ page, drawer, tab }) => {
    const release = await holdRequests(page, files)
    await tab.open()
    const row = still(page).getByRole('row').nth(2)
    const action = await row.getByRole('cell').nth(1).innerText()
    await page.waitForFunction(
      (code) =>
        code || performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/session')),
      files === ownCode,
    )
    await row.getByRole('cell').nth(1).click()
    await expect(row).toHaveAttribute('aria-current', 'true')
    release()
    await expect(drawer.title).toHaveText(action)
    await drawer.closeButton.click()
    await expect(page).toHaveURL(tabPath)
    await expect(tab.grid).toBeVisible()
  })
}

for (const [address, width] of [
  [`${tabPath}?state=ERRORED`, 1440],
  ['/reviews', 1440],
  [tabPath, 390],
] as const) {
  test(`nothing is drawn without React for ${address} at ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 })
    const release = await holdRequests(page, ownCode)
    await page.goto(address, { waitUntil: 'commit' })
    // Asked for once it is clear that there is nothing to draw before it.
    await page.waitForFunction(
      () =>
        document.readyState !== 'loading' &&
        [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')].every(({ sheet }) => sheet),
    )
    await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => setTimeout(painted))))
    await expect(page.locator('.starting')).toBeVisible()
    await expect(still(page)).toHaveCount(0)
    release()
    await expect(page.locator('.starting')).toHaveCount(0)
  })
}

test('an answer that is a failure is left to React, which says so', async ({ page, tab, troubles }) => {
  troubles.announce(/400/)
  await page.route(listUrls, (route) =>
    route.fulfill({ status: 400, json: { code: 'InvalidArgument', message: 'Not today.' } }),
  )
  await tab.open()
  await expect(tab.alert).toContainText('Not today.')
  await expect(still(page)).toHaveCount(0)
})
