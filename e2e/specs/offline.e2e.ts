import type { Page } from '@playwright/test'
import { expect, test as base } from '../fixtures.ts'
import { holdRequests } from '../hold-requests.ts'
import { allCodeFetched } from '../lazy-files.ts'
import { expectAlive, notConnected, outages, outageWords, rememberDocument } from '../outage.ts'
import type { Program } from '../program.ts'
import { ReviewsApi } from '../reviews-api.ts'
import { Review } from '../screens/review.ts'
import { people, SignIn } from '../screens/sign-in.ts'

const large = 'Q4 Salesforce admins'

type Away = { readonly program: Program; readonly id: string }

const test = base.extend<{ lost: Lost }>({
  baseURL: async ({ away }, provide) => provide(away.program.url),
  /** Runs a moment of work with the server away, once in each way that it can be away. */
  lost: async ({ page, away, troubles }, provide) => {
    troubles.announce(outageWords)
    await provide(async (person, before, meanwhile, after) => {
      await new SignIn(page, away.program.url).quietly(people[person])
      for (const outage of outages(page, away.program))
        await test.step(outage.name, async () => {
          await before()
          const sameDocument = await rememberDocument(page)
          await outage.begin()
          try {
            await meanwhile()
            await expectAlive(page)
          } finally {
            await outage.end()
          }
          await after()
          await expectAlive(page)
          await expect(notConnected(page)).toHaveCount(0)
          await sameDocument()
        })
    })
  },
})

type Step = () => Promise<void>
type Lost = (person: keyof typeof people, before: Step, meanwhile: Step, after: Step) => Promise<void>

/** The decision of a row as the server has it; undefined while it does not answer. */
async function decisionOf(page: Page, id: string, result_id: number): Promise<string | undefined> {
  const row = await new ReviewsApi(page).row(id, result_id).catch(() => undefined)
  return row?.decision
}

/** Waits until the server has that decision of a row: the page sends again what it could not send. */
async function expectDecision(page: Page, id: string, result_id: number, decision: string): Promise<void> {
  await expect.poll(() => decisionOf(page, id, result_id), { timeout: 60_000 }).toBe(decision)
}

/** The ids of rows that nobody has decided. */
async function undecidedRows(page: Page, id: string): Promise<readonly number[]> {
  return await new ReviewsApi(page).ids(
    id,
    'decision eq "RESULT_DECISION_NONE" and signed_off_state eq "NOT_SIGNED_OFF"',
  )
}

/** Opens the review afresh, as whoever is signed in. */
async function open(
  page: Page,
  { program, id }: Away,
  search = '?decision=RESULT_DECISION_NONE',
): Promise<void> {
  await page.goto(`${program.url}/reviews/${id}${search}`)
  const review = new Review(page)
  await expect(review.count).toBeVisible()
  await expect(review.loadingRows).toHaveCount(0)
}

test('T07 while the first rows are on their way', async ({ page, away, review, lost }) => {
  let letGo = () => {}
  await lost(
    'reviewer',
    async () => {
      letGo = await holdRequests(page, /\/(positions|results)/)
      await page.goto(`${away.program.url}/reviews/${away.id}`)
      await expect(page.getByRole('banner')).toBeVisible()
    },
    async () => {
      letGo()
      await expect(notConnected(page)).toBeVisible()
    },
    async () => {
      await expect(review.count).toBeVisible()
      await expect(review.rows.first()).toBeVisible()
      await expect(review.rows.first()).not.toHaveText('Loading …')
      await page.unrouteAll({ behavior: 'ignoreErrors' })
    },
  )
})

test('T07 while deciding by key', async ({ page, away, review, lost }) => {
  let rows: readonly number[] = []
  await lost(
    'reviewer',
    async () => {
      await open(page, away)
      rows = await undecidedRows(page, away.id)
      await review.grid.focus()
      await page.keyboard.press('ArrowDown')
    },
    async () => {
      for (const at of [0, 1, 2]) {
        await expect(review.activeRow).toHaveAttribute('data-index', String(at))
        await page.keyboard.press('a')
      }
      await expect(review.accept(review.rows.nth(2))).toHaveAttribute('aria-pressed', 'true')
      await expect(notConnected(page)).toBeVisible()
    },
    async () => {
      for (const id of rows.slice(0, 3)) await expectDecision(page, away.id, id, 'RESULT_DECISION_ACCEPTED')
    },
  )
})

test('T07 while deciding by button', async ({ page, away, review, lost }) => {
  let row = 0
  await lost(
    'reviewer',
    async () => {
      await open(page, away)
      row = (await undecidedRows(page, away.id))[4] ?? -1
    },
    async () => {
      await review.accept(review.rows.nth(4)).click()
      await expect(review.accept(review.rows.nth(4))).toHaveAttribute('aria-pressed', 'true')
      await expect(notConnected(page)).toBeVisible()
    },
    async () => expectDecision(page, away.id, row, 'RESULT_DECISION_ACCEPTED'),
  )
})

test('T07 the counts of a review say as of when they are, and no row moves for it', async ({
  page,
  away,
  review,
  lost,
}) => {
  const main = page.getByRole('main')
  const asOf = /as of \d{4}-\d\d-\d\d \d\d:\d\d$/
  let before = 0
  const top = async () => (await review.scroller.boundingBox())?.y ?? 0
  let rereads = 0
  page.on('response', (answer) => {
    if (answer.url().endsWith('/context') && answer.ok()) rereads++
  })
  await lost(
    'reviewer',
    async () => {
      await open(page, away)
      await expect(main.getByText(/^[\d,]+ to decide/)).toBeVisible()
      await expect(review.rows.first()).not.toHaveText('Loading …')
      // All that stands above the rows.
      await expect(review.toolbar).toBeVisible()
      await expect(page.getByRole('button', { name: /unchanged/ })).toBeVisible()
      before = await top()
      await expect(main.getByText(asOf)).toHaveCount(0)
    },
    async () => {
      await expect(notConnected(page)).toBeVisible()
      rereads = 0
      await expect(main.getByText(/^[\d,]+ to decide.* as of /)).toHaveText(asOf)
      await expect(main.getByText(/rows of yours decided.* as of /)).toHaveText(asOf)
      expect(await top()).toBe(before)
    },
    async () => {
      await expect(main.getByText(asOf)).toHaveCount(0)
      await expect.poll(() => rereads).toBeGreaterThan(0)
    },
  )
})

test('T07 with the dialog of a note open', async ({ page, away, review, lost }) => {
  let row = 0
  await lost(
    'reviewer',
    async () => {
      await open(page, away)
      row = (await undecidedRows(page, away.id))[0] ?? -1
      await review.reject(review.rows.first()).click()
      await expect(review.noteDialog).toBeVisible()
    },
    async () => {
      await review.noteDialog.getByRole('textbox').fill('Left the team.')
      await page.keyboard.press('Enter')
      await expect(review.noteDialog).toBeHidden()
      await expect(review.reject(review.rows.first())).toHaveAttribute('aria-pressed', 'true')
      await expect(notConnected(page)).toBeVisible()
    },
    async () => expectDecision(page, away.id, row, 'RESULT_DECISION_REJECTED'),
  )
})

test('T07 with the search for people open', async ({ page, away, review, lost }) => {
  const dialog = page.getByRole('dialog', { name: 'Reassign this row' })
  const found = dialog.getByRole('button', { name: new RegExp(people.otherReviewer) }).last()
  await lost(
    'reviewer',
    async () => {
      await open(page, away)
      await review.grid.focus()
      await page.keyboard.press('ArrowDown')
      await expect(review.activeRow).toBeVisible()
      await page.keyboard.press('Enter')
      await review.drawer.getByRole('button', { name: 'Reassign …' }).click()
      await expect(dialog).toBeVisible()
    },
    async () => {
      await dialog.getByRole('searchbox').fill(people.otherReviewer.slice(0, 4))
      await expect(dialog.getByText('The server does not answer.')).toBeVisible()
    },
    async () => {
      await found.click()
      await dialog.getByRole('button', { name: 'Close' }).click()
    },
  )
})

test('T07 with the drawer open, from row to row', async ({ page, away, review, lost }) => {
  const history = review.drawer.getByRole('heading', { name: 'History' })
  await lost(
    'reviewer',
    async () => {
      await open(page, away)
      await review.grid.focus()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await expect(review.drawer.getByRole('heading', { name: 'Access', exact: true })).toBeVisible()
    },
    async () => {
      // Keys rest for a moment after a dialog has closed; the row was opened in one.
      await page.waitForTimeout(400)
      const title = review.drawer.getByRole('heading').first()
      for (const _ of [1, 2, 3]) {
        const before = await title.innerText()
        await page.keyboard.press('j')
        await expect(title).not.toHaveText(before, { useInnerText: true })
        await expect(review.drawer.getByRole('heading', { name: 'Access', exact: true })).toBeVisible()
      }
      await expect(review.drawer.getByRole('alert').first()).toContainText('could not be read')
    },
    async () => {
      await expect(review.drawer.getByRole('alert')).toHaveCount(0)
      await expect(history).toBeVisible()
      await page.keyboard.press('Escape')
      await expect(review.drawer).toHaveCount(0)
    },
  )
})

test('T07 while a row is signed off', async ({ page, away, review, lost }) => {
  let row = 0
  await lost(
    'reviewer',
    async () => {
      await open(page, away, '?decision=RESULT_DECISION_ACCEPTED&signed_off_state=NOT_SIGNED_OFF')
      const accepted = 'decision eq "RESULT_DECISION_ACCEPTED" and signed_off_state eq "NOT_SIGNED_OFF"'
      row = (await new ReviewsApi(page).ids(away.id, accepted))[0] ?? -1
      await review.grid.focus()
      await page.keyboard.press('ArrowDown')
      await expect(review.activeRow).toBeVisible()
      // Keys rest for a moment after a row was only marked.
      await page.waitForTimeout(400)
      await page.keyboard.press('s')
      await expect(page.getByRole('dialog', { name: 'Sign off this row' })).toBeVisible()
    },
    async () => {
      await page.getByRole('dialog').getByRole('button', { name: 'Sign off', exact: true }).click()
      await expect(page.getByRole('dialog')).toHaveCount(0)
      await expect(notConnected(page)).toBeVisible()
    },
    async () => {
      const state = async () => {
        const found = await new ReviewsApi(page).row(away.id, row).catch(() => undefined)
        return found?.signed_off_state
      }
      await expect.poll(state, { timeout: 60_000 }).toBe('SIGNED_OFF')
    },
  )
})

test('T07 before a previewed sign-off is run', async ({ page, away, elsewhere, lost }) => {
  // Rows of another review, because these are signed off for good.
  const admin = await elsewhere()
  await new SignIn(admin, away.program.url).quietly(people.admin)
  const api = new ReviewsApi(admin)
  const id = await api.certification('Snowflake data roles, Q4')
  await api.setReviewers(id, [people.reviewer])
  const dialog = page.getByRole('dialog', { name: 'Sign off decided rows' })
  const start = dialog.getByRole('button', { name: /^Sign off [\d,]+ rows?$/ })
  await lost(
    'reviewer',
    async () => {
      await open(page, { ...away, id })
      const grid = page.getByRole('grid', { name: 'Rows of the review' })
      await grid.focus()
      await page.keyboard.press('ArrowDown')
      for (const _ of [1, 2, 3]) await page.keyboard.press('a')
      await expect(page.getByText(/on this device/)).toHaveCount(0)
      await page.getByRole('button', { name: 'Sign off decided rows …', exact: true }).click()
      await dialog.getByRole('button', { name: /^Preview for all/ }).click()
      await expect(start).toBeVisible()
    },
    async () => {
      await expect(notConnected(page)).toBeVisible()
      await expect(start).toHaveAttribute('aria-disabled', 'true')
    },
    async () => {
      await expect(start).not.toHaveAttribute('aria-disabled', 'true')
      await start.click()
      await expect(dialog.getByText(/rows? (was|were) signed off\.$/)).toBeVisible({ timeout: 60_000 })
    },
  )
})

test('T09 going from screen to screen', async ({ page, away, review, lost }) => {
  const header = page.getByRole('banner')
  await lost(
    'admin',
    async () => {
      await page.goto(`${away.program.url}/activity/workflow-actions`)
      await expect(page.getByRole('grid', { name: 'Workflow actions' })).toBeVisible()
      await allCodeFetched(page, 'admin')
    },
    async () => {
      await header.getByRole('link', { name: 'Reviews' }).click()
      await expect(page.getByRole('heading', { name: 'The reviews could not be read' }).first()).toBeVisible()
      await header.getByRole('link', { name: 'Activity' }).click()
      // What was read before stays, and says how old it is.
      await expect(page.getByRole('grid', { name: 'Workflow actions' })).toBeVisible()
      await expect(page.getByText(/^As of /)).toBeVisible()
      await header.getByRole('link', { name: 'Reviews' }).click()
    },
    async () => {
      await page.getByRole('link', { name: large, exact: true }).click()
      await expect(review.count).toBeVisible()
    },
  )
})

test('T09 a review that was never opened says so and opens by itself', async ({
  page,
  away,
  review,
  lost,
}) => {
  await lost(
    'admin',
    async () => {
      await page.goto(`${away.program.url}/reviews`)
      await expect(page.getByRole('link', { name: large, exact: true })).toBeVisible()
      await allCodeFetched(page, 'admin')
    },
    async () => {
      await page.getByRole('link', { name: large, exact: true }).click()
      await expect(page.getByRole('heading', { name: 'This review could not be read' })).toBeVisible()
      await page.goBack()
      await expect(page.getByRole('link', { name: large, exact: true })).toBeVisible()
      await expect(page.getByText(/^As of /)).toBeVisible()
      await page.goForward()
    },
    async () => {
      await expect(review.count).toBeVisible()
      await expect(review.rows.first()).toBeVisible()
    },
  )
})

test('T09 while a filter is changed', async ({ page, away, review, lost }) => {
  await lost(
    'reviewer',
    async () => {
      await open(page, away)
      await expect(review.toolbar).toBeVisible()
    },
    async () => {
      await review.tab('Rejected').click()
      await expect(page.getByText('The rows could not be read')).toBeVisible()
    },
    async () => {
      await expect(review.rows.first()).toBeVisible()
      await expect(review.answered).toBeVisible()
      await expect(review.loadingRows).toHaveCount(0)
    },
  )
})

test('T07 with the details and the keys opened', async ({ page, away, review, lost }) => {
  const close = async () => {
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
  await lost(
    'reviewer',
    async () => {
      await open(page, away)
      await expect(review.toolbar).toBeVisible()
      await allCodeFetched(page, 'reviewer')
    },
    async () => {
      await page.getByRole('button', { name: 'Details' }).click()
      await expect(page.getByRole('dialog', { name: 'About this review' })).toBeVisible()
      await close()
      await review.toolbar.click()
      await expect(
        page.getByRole('dialog', { name: 'Keys' }).getByRole('heading', { name: 'Letters' }),
      ).toBeVisible()
      await close()
      await page.getByRole('button', { name: 'Sign off decided rows …', exact: true }).click()
      await expect(page.getByRole('dialog', { name: 'Sign off decided rows' })).toBeVisible()
    },
    async () => {
      await page.getByRole('button', { name: /^Preview for all/ }).click()
      await expect(
        page
          .getByRole('dialog')
          .getByText(/rows? (is|are|will)/)
          .first(),
      ).toBeVisible()
      await close()
    },
  )
})

test('T09 while rows that are not here yet are scrolled to', async ({ page, away, review, lost }) => {
  await lost(
    'admin',
    async () => {
      await open(page, away, '')
      await expect(review.rows.first()).toBeVisible()
      await review.grid.focus()
    },
    async () => {
      await page.keyboard.press('End')
      await expect(page.getByRole('alert').filter({ hasText: 'Rows could not be read.' })).toBeVisible()
      await expect(review.rows.last()).toHaveText('Loading …')
    },
    async () => {
      await expect(page.getByRole('alert')).toHaveCount(0)
      await expect(review.rows.last()).not.toHaveText('Loading …')
    },
  )
})
