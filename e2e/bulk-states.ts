import type { Page } from '@playwright/test'
import type { State } from './axe-states.ts'
import { expect } from './fixtures.ts'
import { holdRequests } from './hold-requests.ts'
import { ReviewsApi } from './reviews-api.ts'
import { Review } from './screens/review.ts'
import { people } from './screens/sign-in.ts'

/** What asks about the state of one bulk change. */
const readsOne = /\/bulk\/[^/:?]+$/

/**
 * Everything that a change of many rows shows, one after the other, from its first question to its undo; `open` opens a list
 * of the review, as a reviewer of rows to decide. Two rows are rejected on the way, and are as before in the end but for their log.
 */
export function bulkStates(
  page: Page,
  certification_id: string,
  open: (search: string) => Promise<void>,
): Readonly<Record<string, State>> {
  const review = new Review(page)
  const dialog = page.getByRole('dialog')
  const press = (name: string | RegExp) => dialog.getByRole('button', { name, exact: true }).click()
  const choose = async () => {
    await open('?decision=RESULT_DECISION_NONE')
    await expect(review.loadingRows).toHaveCount(0)
    await review.grid.focus()
    for (const key of ['j', 'x', 'Shift+ArrowDown']) await page.keyboard.press(key)
    await expect(page.getByRole('region', { name: 'Chosen rows' })).toContainText('2 chosen')
  }
  const askForReason = async () => {
    await choose()
    await page.keyboard.press('r')
    await dialog.getByRole('textbox').fill('Left the team in October, see the ticket of the service desk.')
  }
  const preview = async () => {
    await askForReason()
    await press('Preview')
    await expect(dialog.getByText('All 2 rows will be rejected.')).toBeVisible()
  }
  const unfold = async (summaries: ReturnType<Page['locator']>) => {
    for (const summary of await summaries.all()) await summary.click()
    await expect(page.getByText('Loading rows')).toHaveCount(0)
  }
  let letGo = () => {}
  return {
    'a reason for many rows': {
      async reach() {
        await choose()
        await page.keyboard.press('r')
        await press('Preview')
        await expect(dialog.getByText('A reason is needed here.')).toBeVisible()
      },
    },
    'new reviewers of many rows': {
      async reach() {
        await choose()
        const more = page.getByRole('button', { name: 'More … for the chosen rows' })
        if (await more.isVisible()) await more.click()
        await page.getByRole('button', { name: 'Reassign …', exact: true }).click()
        await dialog.getByRole('searchbox').fill(people.otherReviewer)
        await dialog.getByRole('button', { name: new RegExp(people.otherReviewer) }).click()
      },
    },
    'a preview of many rows': {
      async reach() {
        await preview()
        await unfold(dialog.locator('summary'))
      },
    },
    'a preview of what is unchanged': {
      async reach() {
        await open('')
        await page.getByRole('button', { name: 'Accept the unchanged …' }).click()
        await dialog.getByRole('textbox').fill('As it was.')
        await press('Preview')
        await expect(dialog.getByText(/^Left out: \d+ rows? (was|were) decided by you/)).toBeVisible()
        // Nothing else is accepted so.
        await expect(dialog.getByRole('checkbox')).toHaveCount(0)
      },
    },
    'a difference since the preview': {
      async reach() {
        await preview()
        const [row = -1] = await new ReviewsApi(page).ids(
          certification_id,
          'decision eq "RESULT_DECISION_NONE"',
        )
        await new ReviewsApi(page).change(certification_id, {
          result_id: row,
          decision: 'RESULT_DECISION_NONE',
          notes: 'Asked her.',
        })
        await press('Reject 2 rows')
        await expect(dialog.getByText(/^Nothing was started\. Since the preview/)).toBeVisible()
      },
    },
    'a change of many rows that runs': {
      async reach() {
        await preview()
        letGo = await holdRequests(page, readsOne)
        await press('Reject 2 rows')
        await expect(dialog.getByText('Rejecting 2 rows …')).toBeVisible()
      },
    },
    'what a change of many rows came to': {
      async reach() {
        await expect(page.getByRole('button', { name: 'Show', exact: true })).toBeVisible()
        letGo()
        await expect(page.getByText('2 of 2 rows were rejected.').first()).toBeVisible()
        await page.unrouteAll({ behavior: 'ignoreErrors' })
        await page.getByRole('button', { name: 'Show', exact: true }).click()
        await expect(dialog.getByRole('link', { name: 'Show the receipt' })).toBeVisible()
      },
    },
    'the receipt of many rows': {
      async reach() {
        await page.getByRole('button', { name: 'Show', exact: true }).click()
        await dialog.getByRole('link', { name: 'Show the receipt' }).click()
        await expect(page.getByRole('heading', { level: 1, name: 'Reject 2 rows' })).toBeVisible()
        await unfold(page.locator('main summary'))
      },
    },
    'an undo of many rows': {
      async reach() {
        await page.getByRole('button', { name: 'Undo …' }).click()
        await expect(dialog.getByText('All 2 rows will be put back.')).toBeVisible()
        await unfold(dialog.locator('summary'))
      },
    },
    'changes of many rows': {
      async reach() {
        await page.getByRole('button', { name: 'Undo …' }).click()
        await press('Put back 2 rows')
        await expect(dialog.getByText('2 of 2 rows were put back.')).toBeVisible()
        await page.keyboard.press('Escape')
        await page.getByRole('link', { name: 'Changes of many rows' }).click()
        const links = page.getByRole('list', { name: 'Changes of many rows' }).getByRole('link')
        // The two of them and what has undone the one, before those that other tests have left.
        await expect(links.nth(0)).toHaveText('2 of 2 rows were put back.')
        await expect(links.nth(1)).toHaveText('2 of 2 rows were rejected.')
        await expect(links.nth(2)).toHaveText(/^Undone by /)
      },
    },
  }
}
