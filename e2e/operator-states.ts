import type { Page } from '@playwright/test'
import type { State } from './axe-states.ts'
import { expect } from './fixtures.ts'
import { ReviewsApi } from './reviews-api.ts'
import { people } from './screens/sign-in.ts'

/**
 * What who runs a review sees besides its rows, one after the other: who is late, the question before a review is ended, the
 * preview of handing over, and the pages of a person and of a resource. Nothing is ended or handed over.
 */
export function operatorStates(
  page: Page,
  certification_id: string,
  open: () => Promise<void>,
): Readonly<Record<string, State>> {
  const dialog = page.getByRole('dialog')
  const details = async () => {
    await open()
    await page.getByRole('button', { name: 'Details', exact: true }).click()
    await expect(page.getByRole('button', { name: /^Hand over their/ }).first()).toBeVisible()
  }
  const entity = async (node: 'source' | 'destination', of: string, label: string) => {
    const [row] = await new ReviewsApi(page).rows(certification_id)
    if (!row) throw new Error('there is no row')
    const path = [of, row[node].type, row[node].id].map(encodeURIComponent).join('/')
    await page.goto(new URL(`/reviews/${certification_id}/${path}`, page.url()).href)
    const head = page.getByRole('region', { name: label })
    await expect(head.getByText(/that you may see/)).toBeVisible()
    for (const summary of await head.locator('summary').all()) await summary.click()
    await expect(page.getByText('Loading …')).toHaveCount(0)
  }
  return {
    'who is late': { reach: details },
    'the question before a review is ended': {
      async reach() {
        await details()
        await page.getByRole('button', { name: 'End now …', exact: true }).click()
        await expect(dialog.getByText(/undecided\.|signed off\./).first()).toBeVisible()
      },
    },
    'the preview of handing over': {
      async reach() {
        await details()
        await page
          .getByRole('button', { name: /^Hand over their/ })
          .first()
          .click()
        await dialog.getByRole('searchbox').fill(people.otherReviewer)
        await dialog.getByRole('button', { name: new RegExp(people.otherReviewer) }).click()
        await dialog
          .getByRole('textbox', { name: 'Why rows of other reviewers are changed' })
          .fill('On leave until the due date.')
        await dialog.getByRole('button', { name: 'Preview', exact: true }).click()
        await expect(dialog.getByText(/Nothing has been changed yet/)).toBeVisible()
      },
    },
    'the page of a person': {
      reach: async () => await entity('source', 'people', 'Rows of one person'),
    },
    'the page of a resource': {
      reach: async () => await entity('destination', 'resources', 'Rows of one resource'),
    },
  }
}
