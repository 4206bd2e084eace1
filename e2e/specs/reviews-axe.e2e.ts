import type { Page } from '@playwright/test'
import { faults } from '../axe.ts'
import { expect, test } from '../fixtures.ts'
import type { Review } from '../screens/review.ts'
import type { ReviewsList } from '../screens/reviews-list.ts'
import { people, type SignIn } from '../screens/sign-in.ts'

type Screens = {
  readonly page: Page
  readonly signIn: SignIn
  readonly list: ReviewsList
  readonly review: Review
}

const wide = { width: 1440, height: 900 }
const narrow = { width: 390, height: 844 }
const large = 'Q4 Salesforce admins'

const states: Readonly<Record<string, (screens: Screens) => Promise<void>>> = {
  'the sign-in page': async ({ signIn }) => {
    await signIn.open('/reviews')
    await expect(signIn.demonstration).toBeVisible()
  },
  'the page that is not for a reviewer': async ({ page, signIn }) => {
    await signIn.as(people.reviewer, '/reviews')
    await page.goto(new URL('/activity/workflow-actions', page.url()).href)
    await expect(page.getByRole('heading', { name: /not for your account/ })).toBeVisible()
  },
  'the list of an admin, with a workflow open': async ({ signIn, list }) => {
    await signIn.as(people.admin, '/reviews')
    await expect(list.count).toBeVisible()
    await list.workflows.getByText('AWS production access').click()
    await list.workflows.getByText('As JSON').first().click()
  },
  'the list where nothing matches': async ({ page, signIn }) => {
    await signIn.as(people.auditor, '/reviews?q=nothing')
    await expect(page.getByRole('heading', { name: 'No review matches' })).toBeVisible()
  },
  'the list with parameters that cannot be read': async ({ page, signIn }) => {
    await signIn.as(people.admin, '/reviews?phase=paused&colour=red')
    await expect(page.getByRole('button', { name: 'Show without them' })).toBeVisible()
  },
  'the menu of the account': async ({ page, signIn }) => {
    await signIn.as(people.admin, '/reviews')
    await page.getByRole('banner').getByRole('button', { name: people.admin }).click()
    await expect(page.getByRole('dialog', { name: 'Account' })).toBeVisible()
  },
  'what can be done to a certification': async ({ signIn, list }) => {
    await signIn.as(people.admin, '/reviews')
    await expect(await list.manage('AWS production access, December')).toBeVisible()
  },
  'the dialog of a new certification': async ({ page, signIn, list }) => {
    await signIn.as(people.admin, '/reviews')
    await list.newButton.click()
    const dialog = page.getByRole('dialog', { name: 'New review' })
    await dialog.getByRole('searchbox').first().fill('grace')
    await dialog.getByRole('button', { name: /^Add/ }).first().click()
  },
  'the dialog that publishes': async ({ page, signIn, list }) => {
    await signIn.as(people.admin, '/reviews')
    await (await list.manage('AWS production access, December'))
      .getByRole('button', { name: 'Publish' })
      .click()
    await expect(page.getByRole('dialog', { name: /^Publish/ })).toBeVisible()
  },
  'the rows of a certification': async ({ signIn, list, review }) => {
    await signIn.as(people.reviewer, '/reviews')
    await list.openCertification(large)
    await expect(review.count).toBeVisible()
    await expect(review.toolbar).toBeVisible()
  },
  'the drawer of a row': async ({ page, signIn, list, review }) => {
    await signIn.as(people.reviewer, '/reviews')
    await list.openCertification(large)
    await expect(review.count).toBeVisible()
    await review.grid.focus()
    await page.keyboard.press('j')
    await page.keyboard.press('o')
    await expect(review.drawer).toBeVisible()
  },
  'the dialog of a note': async ({ page, signIn, list, review }) => {
    await signIn.as(people.reviewer, '/reviews?q=q4')
    await list.openToDecide(large)
    await review.grid.focus()
    await page.keyboard.press('j')
    await page.keyboard.press('r')
    await expect(review.noteDialog).toBeVisible()
  },
}

/** The list is cards in a narrow window, and a menu goes with the row that it belongs to. */
const openedAnew = 'what can be done to a certification'

for (const [name, reach] of Object.entries(states))
  for (const sizes of name === openedAnew ? [[wide], [narrow]] : [[wide, narrow]]) {
    const [first = wide, ...others] = sizes
    const widths = sizes.map(({ width }) => width).join(' and ')
    test(`axe finds nothing at fault in ${name}, at ${widths} px`, async ({ page, signIn, list, review }) => {
      await page.setViewportSize(first)
      await reach({ page, signIn, list, review })
      expect(await faults(page, others)).toEqual([])
    })
  }
