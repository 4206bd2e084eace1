import type { Page } from '@playwright/test'
import { faults } from '../axe.ts'
import { expect, test } from '../fixtures.ts'
import { rememberNotes } from '../remember-notes.ts'
import { ReviewsApi } from '../reviews-api.ts'
import { Review } from '../screens/review.ts'
import { people, SignIn } from '../screens/sign-in.ts'

type Screens = {
  readonly page: Page
  readonly review: Review
  /** Another page of the same reader, on the same list. */
  readonly otherPage: () => Promise<Page>
}

type State = {
  readonly who: string
  readonly search?: string
  readonly reach: (screens: Screens) => Promise<void>
  readonly everyRow?: boolean
}

const narrow = { width: 390, height: 844 }
const large = 'Q4 Salesforce admins'
const toDecide = '?decision=RESULT_DECISION_NONE'

/** Waits for a window by its title. */
async function shows(page: Page, title: string | RegExp): Promise<void> {
  await expect(page.getByRole('dialog', { name: title })).toBeVisible()
}

/** Presses keys on the active row, and waits for the window that they open. */
function keys(search: string, title: string | RegExp, ...pressed: readonly string[]): State {
  return {
    who: people.reviewer,
    search,
    reach: async ({ page }) => {
      for (const key of pressed) await page.keyboard.press(key)
      await shows(page, title)
    },
  }
}

/** Presses buttons one after the other. */
function buttons(who: string, title: string | RegExp, ...names: readonly string[]): State {
  return {
    who,
    reach: async ({ page }) => {
      for (const name of names) await page.getByRole('button', { name, exact: true }).click()
      await shows(page, title)
    },
  }
}

const states: Readonly<Record<string, State>> = {
  'the screen of a reviewer': { who: people.reviewer, reach: async () => undefined, everyRow: true },
  'the screen of an auditor': { who: people.auditor, reach: async () => undefined, everyRow: true },
  'a list that nothing matches': {
    who: people.reviewer,
    search: '?notes=eq:nothing%20like%20it',
    reach: async ({ page }) => await expect(page.getByText('No row matches')).toBeVisible(),
  },
  'a filter that cannot be read': {
    who: people.reviewer,
    search: '?mutable_filter=decision%20is%20open',
    reach: async ({ page }) =>
      await expect(page.getByText('Part of this link could not be read')).toBeVisible(),
  },
  'parameters that cannot be read': {
    who: people.reviewer,
    search: '?colour=red&decision=MAYBE&reviewers=co:%FF',
    reach: async ({ page }) =>
      await expect(page.getByRole('button', { name: 'Show without them' })).toBeVisible(),
  },
  'the drawer of a row': {
    who: people.reviewer,
    search: toDecide,
    reach: async ({ page, review }) => {
      await page.keyboard.press('j')
      await page.keyboard.press('o')
      await expect(review.drawer.getByRole('button', { name: 'Accept' })).toBeVisible()
      await expect(review.drawer.getByText('Copy link')).toBeVisible()
    },
  },
  'the dialog of a reason': keys(toDecide, 'Reject this access', 'j', 'r'),
  'notes to choose from': {
    who: people.reviewer,
    search: toDecide,
    reach: async ({ page }) => {
      await rememberNotes(
        page,
        'No longer needed.',
        'Left the team in October, see the ticket of the service desk.',
      )
      await page.keyboard.press('j')
      await page.keyboard.press('r')
      await page.keyboard.press('ArrowDown')
      await expect(page.getByRole('listbox', { name: 'Your last notes' })).toBeFocused()
    },
  },
  'the dialog of a note': keys(toDecide, 'Note on this access', 'j', 'n'),
  'what is said of a row': {
    who: people.reviewer,
    search: toDecide,
    reach: async ({ page, review }) => {
      await page.keyboard.press('a')
      await expect(review.notice).toBeVisible()
    },
  },
  'the dialog that signs a row off': keys(
    '?decision=RESULT_DECISION_ACCEPTED&signed_off_state=NOT_SIGNED_OFF',
    'Sign off this row',
    'j',
    's',
  ),
  'the help of keys': keys('', 'Keys', '?'),
  'the window that reassigns': {
    who: people.reviewer,
    search: toDecide,
    reach: async ({ page, review }) => {
      await page.keyboard.press('j')
      await page.keyboard.press('o')
      await review.drawer.getByRole('button', { name: 'Reassign …' }).click()
      await shows(page, 'Reassign this row')
      await page.getByRole('searchbox', { name: 'Find people' }).fill('example')
      await expect(page.getByText(/people found/)).toBeVisible()
    },
  },
  'the window that signs off everything': {
    who: people.reviewer,
    reach: async ({ page }) => {
      await page.getByRole('button', { name: 'Sign off decided rows …', exact: true }).click()
      await shows(page, /^Sign off/)
      // The counts come a moment later, and must not come between two looks.
      await expect(page.getByRole('dialog').getByRole('definition').first()).toBeVisible()
    },
  },
  'the choice of columns': buttons(people.reviewer, 'Columns', 'Columns'),
  'a filter by any attribute': buttons(people.reviewer, 'Filter by an attribute', 'More …'),
  'the written queries': {
    who: people.reviewer,
    reach: async ({ page }) => {
      await page.getByRole('button', { name: 'Query', exact: true }).click()
      await page.getByRole('combobox', { name: 'Access', exact: true }).fill('source.name xx')
    },
  },
  'what is known of a review': buttons(people.reviewer, 'About this review', 'Details'),
  'changing a review': buttons(people.admin, `Edit ${large}`, 'Details', 'Edit …'),
  'a conflict': {
    who: people.reviewer,
    search: toDecide,
    reach: async ({ page, review, otherPage }) => {
      const other = await otherPage()
      const there = new Review(other)
      await there.grid.focus()
      const saved = other.waitForResponse((answer) => answer.request().method() === 'PUT')
      // Nothing tells the first page of it.
      await other.keyboard.press('j')
      await other.keyboard.press('a')
      expect((await saved).status()).toBe(200)
      await page.keyboard.press('j')
      await page.keyboard.press('r')
      await review.noteDialog.getByRole('textbox').fill('Not needed.')
      await page.keyboard.press('Enter')
      await expect(review.conflict).toBeVisible()
    },
  },
}

for (const [name, { who, search = '', reach, everyRow = false }] of Object.entries(states))
  test(`axe finds nothing at fault in ${name}, at 1440 and 390 px`, async ({
    page,
    review,
    reviewServer,
    elsewhere,
    troubles,
  }) => {
    if (name === 'a conflict') troubles.announce(/412/, /ERR_FAILED/)
    await new SignIn(page, reviewServer.url).quietly(who)
    const path = `/reviews/${await new ReviewsApi(page).certification(large)}${search}`
    if (name === 'a conflict') await page.route(/\/changes(\?|$)/, (route) => route.abort())
    await page.goto(reviewServer.url + path)
    await expect(review.toolbar).toBeVisible()
    if (await review.grid.isVisible()) await review.grid.focus()
    const otherPage = async () => {
      const other = await elsewhere()
      await new SignIn(other, reviewServer.url).as(who, path)
      await expect(new Review(other).toolbar).toBeVisible()
      return other
    }
    await reach({ page, review, otherPage })
    const isWide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
    expect(await isWide(), 'the page scrolls sideways').toBe(false)
    expect(await faults(page, [narrow], { everyRow })).toEqual([])
    expect(await isWide(), 'the page scrolls sideways at 390 px').toBe(false)
  })
