import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { ReviewsApi } from '../reviews-api.ts'
import { Review } from '../screens/review.ts'
import { people, SignIn } from '../screens/sign-in.ts'

const shared = 'Snowflake data roles, Q4'
/** How many rows; `CONFLICT_RUNS=50` makes it many more. Every four have each order of persons and of news. */
const runs = Number(process.env['CONFLICT_RUNS'] ?? 12)
/** Milliseconds between the two decisions, at least. */
const apart = 500

/** Two reviewers of the same rows, each in a browser of their own, and somebody who sees what became of them. */
type Two = { readonly page: Page; readonly review: Review; readonly name: string }

test('of two reviewers who decide the same row, the later one chooses with both before them', async ({
  page,
  elsewhere,
  reviewServer,
  troubles,
}) => {
  test.setTimeout(60_000 + runs * 10_000)
  // That is how the server tells the later one.
  troubles.announce(/412/)
  await new SignIn(page, reviewServer.url).quietly(people.admin)
  const api = new ReviewsApi(page)
  const id = await api.certification(shared)
  await api.setReviewers(id, [people.reviewer, people.otherReviewer])
  const open = async (name: string): Promise<Two> => {
    const own = await elsewhere()
    const review = new Review(own)
    await new SignIn(own, reviewServer.url).as(name, `/reviews/${id}?decision=RESULT_DECISION_NONE`)
    await expect(review.count).toHaveText(/matching/)
    await expect(review.loadingRows).toHaveCount(0)
    await review.grid.focus()
    await own.keyboard.press('j')
    return { page: own, review, name }
  }
  const grace = await open(people.reviewer)
  const nikos = await open(people.otherReviewer)
  const ids = await api.ids(id, 'decision eq "RESULT_DECISION_NONE"')

  for (let run = 0; run < runs; run += 1) {
    const [first, second] = run % 2 === 0 ? [grace, nikos] : [nikos, grace]
    const row_id = ids[run]
    if (row_id === undefined) throw new Error('there are too few rows for so many runs')
    for (const { review } of [first, second])
      await expect(review.activeRow).toHaveAttribute('data-index', String(run))
    // Commands rest for a moment after the dialogs of the run before.
    await first.page.waitForTimeout(400)
    await first.page.keyboard.press('a')
    const late = sleep(apart)
    // The one is already writing when the news comes, the other decides with it before them.
    if (run % 4 > 1) await late
    await writeReason(second, `Not needed, run ${run}.`)
    await late
    await second.page.keyboard.press('Enter')
    const { conflict } = second.review
    await expect(conflict).toBeVisible()
    await expect(conflict.getByRole('region', { name: 'Theirs' })).toContainText(first.name)
    await expect(conflict.getByRole('region', { name: 'Theirs' })).toContainText('Accepted')
    await expect(conflict.getByRole('region', { name: 'Mine' })).toContainText(`Not needed, run ${run}.`)
    expect((await api.row(id, row_id)).decision).toBe('RESULT_DECISION_ACCEPTED')

    await conflict.getByRole('button', { name: 'Replace with mine' }).click()
    await expect(conflict).toBeHidden()
    await expect(second.review.unsent).toHaveCount(0)
    const { decision, action_log_entries } = await api.row(id, row_id)
    expect(decision).toBe('RESULT_DECISION_REJECTED')
    const decisions = action_log_entries.filter(({ action }) => action === 'DECISION').slice(-2)
    expect(decisions.map(({ user, decision_detail }) => [user.name, decision_detail?.decision])).toEqual([
      [first.name, 'RESULT_DECISION_ACCEPTED'],
      [second.name, 'RESULT_DECISION_REJECTED'],
    ])
  }
})

test('T29 a conflict that was put off is opened by a press after a reload, and takes no text unasked', async ({
  page,
  elsewhere,
  reviewServer,
  troubles,
}) => {
  troubles.announce(/412/)
  await new SignIn(page, reviewServer.url).quietly(people.admin)
  const api = new ReviewsApi(page)
  const id = await api.certification(shared)
  await api.setReviewers(id, [people.reviewer, people.otherReviewer])
  const [row_id] = (await api.ids(id, 'decision eq "RESULT_DECISION_NONE"')).slice(-1)
  if (row_id === undefined) throw new Error('every row is decided')
  const [mine, theirs] = [await elsewhere(), await elsewhere()]
  const [here, there] = [new Review(mine), new Review(theirs)]
  // Nothing tells of the other's change.
  await mine.route(/\/changes(\?|$)/, (route) => route.fulfill({ status: 204 }))
  await new SignIn(mine, reviewServer.url).as(people.reviewer, `/reviews/${id}/rows/${row_id}`)
  await expect(here.drawer.getByRole('button', { name: 'Accept' })).toBeVisible()
  await new SignIn(theirs, reviewServer.url).as(people.otherReviewer, `/reviews/${id}/rows/${row_id}`)
  await there.drawer.getByRole('button', { name: 'Accept' }).click()
  await expect(there.drawer.getByText('Saved')).toBeVisible()
  await here.drawer.getByRole('button', { name: /^Reject/ }).click()
  await here.noteDialog.getByRole('textbox').fill('No longer needed.')
  await mine.keyboard.press('Enter')
  await expect(here.conflict).toBeVisible()
  await mine.keyboard.press('Escape')
  await expect(here.conflict).toBeHidden()

  // Neither on the way to the list and back nor by a reload.
  const waitsUnasked = async () => {
    await expect(mine.getByRole('button', { name: /^Needs you/ })).toBeVisible()
    await mine.waitForTimeout(1500)
    await expect(here.conflict).toBeHidden()
  }
  await mine.keyboard.press('Escape')
  await mine.getByRole('banner').getByRole('link', { name: 'Reviews' }).click()
  await expect(mine.getByRole('heading', { name: 'Reviews' })).toBeVisible()
  await mine.goBack()
  await waitsUnasked()
  await mine.goto(`${reviewServer.url}/reviews/${id}?decision=RESULT_DECISION_NONE`)
  await waitsUnasked()
  await mine.getByRole('button', { name: /^Needs you/ }).click()
  await mine.getByRole('button', { name: 'Choose between the two …' }).click()
  await expect(here.conflict.getByRole('region', { name: 'Mine' })).toContainText('No longer needed.')
  await here.conflict.getByRole('button', { name: /^Keep/ }).click()
  await expect(here.conflict).toBeHidden()
  expect((await api.row(id, row_id)).decision).toBe('RESULT_DECISION_ACCEPTED')
})

/** Everything of a rejection but its last key. */
async function writeReason({ page, review }: Two, reason: string): Promise<void> {
  await page.keyboard.press('r')
  await expect(review.noteDialog).toBeVisible()
  await review.noteDialog.getByRole('textbox').fill(reason)
}
