import type { Page } from '@playwright/test'
import { expectNoFaults, type State } from '../axe-states.ts'
import { bulkStates } from '../bulk-states.ts'
import { expect, test } from '../fixtures.ts'
import { operatorStates } from '../operator-states.ts'
import { rememberNotes } from '../remember-notes.ts'
import { ReviewsApi } from '../reviews-api.ts'
import { Review } from '../screens/review.ts'
import { people, SignIn } from '../screens/sign-in.ts'

const large = 'Q4 Salesforce admins'
const toDecide = '?decision=RESULT_DECISION_NONE'

/** Signs in and says how a list of the review is opened. */
async function signedIn(
  page: Page,
  origin: string,
  who: string,
): Promise<(search?: string) => Promise<void>> {
  await new SignIn(page, origin).quietly(who)
  const path = `${origin}/reviews/${await new ReviewsApi(page).certification(large)}`
  const review = new Review(page)
  return async (search = '') => {
    await page.goto(path + search)
    await expect(review.toolbar).toBeVisible()
  }
}

/** Waits for a window by its title. */
async function shows(page: Page, title: string | RegExp): Promise<void> {
  await expect(page.getByRole('dialog', { name: title })).toBeVisible()
}

/** Presses keys on the rows, the first one after it has the focus again. */
async function press(review: Review, ...keys: readonly string[]): Promise<void> {
  await review.grid.focus()
  for (const key of keys) await review.page.keyboard.press(key)
}

/** Presses keys on the active row, and waits for the window that they open. */
const keys = (review: Review, title: string | RegExp, ...pressed: readonly string[]): State => ({
  async reach() {
    await press(review, ...pressed)
    await shows(review.page, title)
  },
})

/** Presses buttons one after the other. */
const buttons = (page: Page, title: string | RegExp, ...names: readonly string[]): State => ({
  async reach() {
    for (const name of names) await page.getByRole('button', { name, exact: true }).click()
    await shows(page, title)
  },
})

test('axe finds nothing at fault in all rows of a reviewer, and what opens over them', async ({
  page,
  review,
  reviewServer,
}) => {
  const open = await signedIn(page, reviewServer.url, people.reviewer)
  await expectNoFaults(page, {
    'the screen of a reviewer': {
      everyRow: true,
      async reach() {
        await open()
        await review.grid.focus()
      },
    },
    'chosen rows': {
      async reach() {
        await press(review, 'j', 'x', 'Shift+ArrowDown')
        await expect(page.getByRole('region', { name: 'Chosen rows' })).toContainText('2 chosen')
      },
    },
    'the help of keys': keys(review, 'Keys', '?'),
    'the window that signs off everything': {
      async reach() {
        await page.getByRole('button', { name: 'Sign off decided rows …', exact: true }).click()
        await shows(page, /^Sign off/)
        // The counts come a moment later, and must not come between two looks.
        await expect(page.getByRole('dialog').getByText(/left out\.$/)).toBeVisible()
      },
    },
    'the choice of columns': buttons(page, 'Columns', 'Columns'),
    'a filter by any attribute': buttons(page, 'Filter by an attribute', 'More …'),
    'what is known of a review': buttons(page, 'About this review', 'Details'),
    'a grouped list': {
      async reach() {
        await open('?group=source')
        await expect(page.getByRole('treegrid')).toContainText('to decide')
      },
    },
    'a list of closed groups': {
      async reach() {
        await page.getByRole('button', { name: 'Collapse all', exact: true }).click()
        await expect(page.locator('[aria-level="2"]')).toHaveCount(0)
      },
    },
    // The last: it stays where it is.
    'the written queries': {
      async reach() {
        await page.getByRole('button', { name: 'Query', exact: true }).click()
        await page.getByRole('combobox', { name: 'Access', exact: true }).fill('source.name xx')
      },
    },
  })
})

test('axe finds nothing at fault in rows to decide, and what opens over them', async ({
  page,
  review,
  reviewServer,
}) => {
  const open = await signedIn(page, reviewServer.url, people.reviewer)
  const openDrawer = async () => {
    await press(review, 'j', 'o')
    await expect(review.drawer.getByRole('button', { name: 'Accept' })).toBeVisible()
    await expect(review.drawer.getByText('Copy link')).toBeVisible()
  }
  await open(toDecide)
  await expectNoFaults(page, {
    // The first: later there is a row that the key is for.
    'what is said of a row': {
      async reach() {
        await press(review, 'a')
        await expect(review.notice).toBeVisible()
      },
    },
    'the drawer of a row': { reach: openDrawer },
    'the window that reassigns': {
      async reach() {
        await openDrawer()
        await review.drawer.getByRole('button', { name: 'Reassign …' }).click()
        await shows(page, 'Reassign this row')
        await page.getByRole('searchbox', { name: 'Find people' }).fill('example')
        await expect(page.getByText(/people found/)).toBeVisible()
      },
    },
    'the dialog of a reason': keys(review, 'Reject this access', 'j', 'r'),
    'notes to choose from': {
      async reach() {
        await rememberNotes(
          page,
          'No longer needed.',
          'Left the team in October, see the ticket of the service desk.',
        )
        await press(review, 'j', 'r', 'ArrowDown')
        await expect(page.getByRole('listbox', { name: 'Your last notes' })).toBeFocused()
      },
    },
    'the dialog of a note': keys(review, 'Note on this access', 'j', 'n'),
    'the dialog that signs a row off': {
      async reach() {
        await review.tab('To sign off').click()
        await expect(review.answered).toBeVisible()
        await expect(review.loadingRows).toHaveCount(0)
        await press(review, 'j', 's')
        await shows(page, 'Sign off this row')
      },
    },
  })
})

test('axe finds nothing at fault in a change of many rows, from its reason to its undo', async ({
  page,
  reviewServer,
}) => {
  const open = await signedIn(page, reviewServer.url, people.reviewer)
  const id = await new ReviewsApi(page).certification(large)
  await expectNoFaults(page, bulkStates(page, id, open))
})

test('axe finds nothing at fault where a link finds no row or cannot be read', async ({
  page,
  reviewServer,
}) => {
  const open = await signedIn(page, reviewServer.url, people.reviewer)
  await expectNoFaults(page, {
    'a list that nothing matches': {
      async reach() {
        await open('?notes=eq:nothing%20like%20it')
        await expect(page.getByText('No row matches')).toBeVisible()
      },
    },
    'a filter that cannot be read': {
      async reach() {
        await open('?mutable_filter=decision%20is%20open')
        await expect(page.getByRole('heading', { name: 'Part of this link could not be read' })).toBeVisible()
      },
    },
    'parameters that cannot be read': {
      async reach() {
        await open('?colour=red&decision=MAYBE&reviewers=co:%FF')
        await expect(page.getByRole('button', { name: 'Show without them' })).toBeVisible()
      },
    },
  })
})

test('axe finds nothing at fault in a review of an auditor and of an admin', async ({
  page,
  review,
  reviewServer,
}) => {
  await expectNoFaults(page, {
    'the screen of an auditor': {
      everyRow: true,
      async reach() {
        const open = await signedIn(page, reviewServer.url, people.auditor)
        await open()
        await review.grid.focus()
      },
    },
    'changing a review': {
      async reach() {
        const open = await signedIn(page, reviewServer.url, people.admin)
        await open()
        await page.getByRole('button', { name: 'Details', exact: true }).click()
        await page.getByRole('button', { name: 'Edit …', exact: true }).click()
        await shows(page, `Edit ${large}`)
      },
    },
  })
})

test('axe finds nothing at fault in what who runs a review sees besides its rows', async ({
  page,
  review,
  reviewServer,
}) => {
  await new SignIn(page, reviewServer.url).quietly(people.admin)
  const id = await new ReviewsApi(page).certification(large)
  await expectNoFaults(
    page,
    operatorStates(page, id, async () => {
      await page.goto(`${reviewServer.url}/reviews/${id}`)
      await expect(review.toolbar).toBeVisible()
    }),
  )
})

test('axe finds nothing at fault in a conflict', async ({
  page,
  review,
  reviewServer,
  elsewhere,
  troubles,
}) => {
  troubles.announce(/412/, /ERR_FAILED/)
  const open = await signedIn(page, reviewServer.url, people.reviewer)
  // Nothing tells the first page of what the other one does.
  await page.route(/\/changes(\?|$)/, (route) => route.abort())
  await expectNoFaults(page, {
    'a conflict': {
      async reach() {
        await open(toDecide)
        const other = await elsewhere()
        await (await signedIn(other, reviewServer.url, people.reviewer))(toDecide)
        const saved = other.waitForResponse((answer) => answer.request().method() === 'PUT')
        await press(new Review(other), 'j', 'a')
        expect((await saved).status()).toBe(200)
        await press(review, 'j', 'r')
        await review.noteDialog.getByRole('textbox').fill('Not needed.')
        await page.keyboard.press('Enter')
        await expect(review.conflict).toBeVisible()
      },
    },
  })
})
