import { expect, test } from '../fixtures.ts'
import { ReviewsApi } from '../reviews-api.ts'
import { people } from '../screens/sign-in.ts'

/** Longer than keys rest after a dialog has closed. */
const pauseMs = 400
const large = 'Q4 Salesforce admins'

test.describe('1440 px', () => {
  test('a row opens beside the list, which stays in use: j in it shows the next row, decisions go to the marked one', async ({
    page,
    signIn,
    review,
  }) => {
    await signIn.toDecide(people.reviewer, large)
    await expect(review.toolbar).toBeVisible()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    const title = review.drawer.getByRole('heading').first()
    await expect(title.locator('[tabindex]')).toBeFocused()
    await expect(page.locator('dialog:modal')).toHaveCount(0)
    const listEnd = await review.scroller.evaluate((element) => element.getBoundingClientRect().right)
    const paneStart = await review.drawer.evaluate((element) => element.getBoundingClientRect().left)
    expect(paneStart).toBeGreaterThanOrEqual(listEnd)

    // In the row: it steps, and a decision leaves it there. Keys rest for a moment after the opening of a row.
    await page.waitForTimeout(pauseMs)
    const first = await title.innerText()
    await page.keyboard.press('j')
    await expect(title).not.toHaveText(first)
    await expect(review.activeRow).toHaveAttribute('aria-current', 'true')
    const second = await title.innerText()
    await page.keyboard.press('a')
    await expect(review.accept(review.activeRow)).toHaveAttribute('aria-pressed', 'true')
    await expect(title).toHaveText(second)
    await expect(title.locator('[tabindex]')).toBeFocused()

    // In the list: the mark moves, the row follows, the focus stays.
    await review.grid.focus()
    await page.keyboard.press('k')
    await expect(title).toHaveText(first)
    await expect(review.grid).toBeFocused()
    await page.keyboard.press('j')
    await expect(title).toHaveText(second)
    await page.keyboard.press('Escape')
    await expect(review.drawer).toHaveCount(0)
    await expect(review.grid).toBeFocused()
    await expect(review.accept(review.activeRow)).toHaveAttribute('aria-pressed', 'true')
  })
})

test('T01 a or Enter that follows j at once leaves the row alone that is still drawn', async ({
  page,
  signIn,
  review,
}) => {
  await signIn.quietly(people.reviewer)
  const api = new ReviewsApi(page)
  const id = await api.certification(large)
  const ids = await api.ids(id, 'decision eq "RESULT_DECISION_NONE"')
  await page.goto(`${new URL(page.url()).origin}/reviews/${id}/rows/${ids[10]}?decision=RESULT_DECISION_NONE`)
  const title = review.drawer.getByRole('heading').first()
  await expect(title.locator('[tabindex]')).toBeFocused()
  await expect(review.loadingRows).toHaveCount(0)
  const browser = await page.context().newCDPSession(page)
  await browser.send('Emulation.setCPUThrottlingRate', { rate: 6 })
  for (let at = 10; at < 20; at += 1) {
    const key = at < 15 ? 'a' : 'Enter'
    await page.waitForTimeout(pauseMs)
    const left = ids[at] ?? Number.NaN
    await expect(page).toHaveURL(new RegExp(`/rows/${left}\\b`))
    const { decision } = await api.row(id, left)
    if (key === 'Enter') await review.drawer.getByRole('button', { name: 'Accept' }).focus()
    await Promise.all([page.keyboard.press('j'), page.keyboard.press(key)])
    await expect(page).toHaveURL(new RegExp(`/rows/${ids[at + 1]}\\b`))
    await expect(review.unsent).toHaveCount(0)
    // On a slow machine the key may come when the next row is there: then it is for that one.
    expect((await api.row(id, left)).decision).toBe(decision)
  }
})

test.describe('1000 px', () => {
  test.use({ viewport: { width: 1000, height: 800 } })

  test('a row opens over the list where there is no room beside it', async ({ page, signIn, review }) => {
    await signIn.toReview(people.reviewer, large)
    await expect(review.toolbar).toBeVisible()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await expect(review.drawer).toBeVisible()
    await expect(page.locator('dialog[data-keys="row"]:modal')).toHaveCount(1)
  })
})

test('the head takes at most 120 px on a phone and at 200 % zoom, and 150 on a tablet, with how far the review is in it', async ({
  page,
  signIn,
  review,
}) => {
  await signIn.toReview(people.reviewer, large)
  for (const [name, viewport, most] of [
    ['a phone', { width: 390, height: 844 }, 120],
    ['200 % zoom', { width: 720, height: 450 }, 120],
    ['a tablet', { width: 768, height: 900 }, 150],
  ] as const)
    await test.step(name, async () => {
      await page.setViewportSize(viewport)
      await expect(review.toolbar).toBeAttached()
      await expect(review.loadingRows).toHaveCount(0)
      await expect(page.getByRole('progressbar', { name: 'Decided' })).toBeInViewport()
      const height = async () => {
        const top = await page.getByRole('main').evaluate((main) => main.getBoundingClientRect().top)
        return (await review.scroller.evaluate((element) => element.getBoundingClientRect().top)) - top
      }
      await expect.poll(height).toBeLessThanOrEqual(most)
    })
})
