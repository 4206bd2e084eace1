import type { Page } from '@playwright/test'
import { expectNoFaults } from '../axe-states.ts'
import { expect, test } from '../fixtures.ts'
import { ReviewsApi } from '../reviews-api.ts'
import { Exports } from '../screens/exports.ts'
import { people } from '../screens/sign-in.ts'
import { Keyboard } from '../typing/keyboard.ts'

const large = 'Q4 Salesforce admins'
/** Longer than Enter presses nothing after a dialog has closed. */
const pauseMs = 400
const filter = 'identity_name co "a"'

/** The tasks and actions of a list of events in its order; it has one page. */
async function listed(page: Page, query: Readonly<Record<string, string>>): Promise<string[][]> {
  return await page.evaluate(async (search) => {
    const answer = await fetch(`/api/private/lifecycle_management/action_events?${search}`)
    const { values }: { values: { policy_task: string; action_name: string }[] } = await answer.json()
    return values.map(({ policy_task, action_name }) => [policy_task, action_name])
  }, new URLSearchParams(query).toString())
}

test('by keys alone a filtered list becomes a file of exactly its rows, once, however long a key is held', async ({
  page,
  signIn,
}) => {
  const exports = new Exports(page)
  const keyboard = new Keyboard(await page.context().newCDPSession(page))
  const held = [{ key: 'Enter', gapMs: 30, repeats: 20 }]
  const search = new URLSearchParams({ filter, order_by: 'identity_name asc' })
  await signIn.as(people.auditor, `/activity/workflow-actions?${search}`)
  await exports.button.focus()
  await keyboard.type(held)
  await expect(exports.confirm).toBeVisible()
  await expect(exports.dialog.getByText(filter)).toBeVisible()
  await exports.confirm.focus()
  await keyboard.type(held)
  await expect(exports.dialog.getByText('Finished', { exact: true })).toBeVisible()
  const toAll = exports.dialog.getByRole('link', { name: 'My exports' })
  await toAll.focus()
  await toAll.press('Enter')
  await expect(exports.heading).toBeVisible()
  await expect(exports.cards).toHaveCount(1)
  await page.waitForTimeout(pauseMs)
  const rows = await exports.saved(exports.cards.getByRole('link', { name: 'CSV file' }))
  const expected = await listed(page, { filter, order_by: 'identity_name asc' })
  expect(expected.length).toBeGreaterThan(3)
  expect(rows.map((row) => [row['policy_task'], row['action_name']])).toEqual(expected)
  const pack = await exports.bytes(exports.cards.getByRole('link', { name: 'Pack (zip)' }))
  expect(['manifest.json', 'manifest.json.sig', '.jsonl'].filter((name) => !pack.includes(name))).toEqual([])
  const again = exports.cards.getByRole('link', { name: 'Show the list' })
  await again.press('Enter')
  await expect(page.getByText(`${expected.length} matching events, all loaded`)).toBeVisible()
})

test('a reviewer takes away the rows that they review, and is told that these are theirs alone', async ({
  page,
  signIn,
}) => {
  const exports = new Exports(page)
  await signIn.quietly(people.admin)
  await new ReviewsApi(page).setSetting('allow_reviewer_exports', { allow_csv_exports: true })
  const id = await signIn.toReview(people.reviewer, large)
  await exports.button.click()
  await expect(exports.dialog.getByText(/^Your [\d,]+ rows of [\d,]+ in this review/)).toBeVisible()
  await exports.confirm.click()
  const rows = await exports.saved(exports.dialog.getByRole('link', { name: 'Rows (CSV)' }))
  const ids = await new ReviewsApi(page).ids(id)
  expect(ids.length).toBeGreaterThan(10)
  expect(rows.map((row) => Number(row['result_id']))).toEqual(ids)
  const history = await exports.saved(exports.dialog.getByRole('link', { name: 'History (CSV)' }))
  const known = new Set(ids.map(String))
  expect(history.filter((entry) => !known.has(entry['result_id'] ?? ''))).toEqual([])
})

test('axe finds nothing at fault in the dialog of an export, nor among all exports', async ({
  page,
  signIn,
}) => {
  const exports = new Exports(page)
  await signIn.as(people.admin, '/reviews')
  await expectNoFaults(page, {
    'no exports yet': {
      async reach() {
        await page.goto(new URL('/exports', page.url()).href)
        await expect(page.getByRole('heading', { name: 'No exports yet' })).toBeVisible()
      },
    },
    'what an export will hold': {
      async reach() {
        await page.goto(new URL('/activity/workflow-actions?identity_name=co:a', page.url()).href)
        await exports.button.click()
        await expect(exports.confirm).toBeVisible()
      },
    },
    'an export that is made': {
      async reach() {
        await exports.button.click()
        await exports.confirm.click()
        await expect(exports.dialog.getByText('Finished', { exact: true })).toBeVisible()
      },
    },
    'all exports': {
      async reach() {
        await page.goto(new URL('/exports', page.url()).href)
        await expect(exports.cards.getByText('Finished', { exact: true })).toBeVisible()
      },
    },
  })
})

test('axe finds nothing at fault in the dialog of a reviewer', async ({ page, signIn }) => {
  const exports = new Exports(page)
  await expectNoFaults(page, {
    'rows of a review': {
      async reach() {
        await signIn.toReview(people.reviewer, large)
        await exports.button.click()
        await expect(
          exports.dialog.getByRole('button', { name: /^(Export [\d,]+ rows as|Close$)/ }).last(),
        ).toBeVisible()
      },
    },
  })
})
