import { expectNoFaults, type State } from '../axe-states.ts'
import { expect, test } from '../fixtures.ts'
import type { ReviewsList } from '../screens/reviews-list.ts'
import { people } from '../screens/sign-in.ts'

const large = 'Q4 Salesforce admins'
const small = 'AWS production access, December'

/** The list is cards in a narrow window, and a menu goes with the row that it belongs to. */
const menu = (list: ReviewsList, at: 'wide' | 'narrow'): State => ({
  at,
  reach: async () => await expect(await list.manage(small)).toBeVisible(),
})

test('axe finds nothing at fault in what an admin sees of the reviews', async ({ page, signIn, list }) => {
  await signIn.as(people.admin, '/reviews')
  await expect(list.count).toBeVisible()
  await expectNoFaults(page, {
    'the menu of the account': {
      async reach() {
        await page.getByRole('banner').getByRole('button', { name: people.admin }).click()
        await expect(page.getByRole('dialog', { name: 'Account' })).toBeVisible()
      },
    },
    'what can be done to a certification': menu(list, 'wide'),
    'what can be done to a certification, in a narrow window': menu(list, 'narrow'),
    'the dialog of a new certification': {
      async reach() {
        await list.newButton.click()
        const dialog = page.getByRole('dialog', { name: 'New review' })
        await dialog.getByRole('searchbox').first().fill('grace')
        await dialog.getByRole('button', { name: /^Add/ }).first().click()
      },
    },
    'the dialog that publishes': {
      async reach() {
        await (await list.manage(small)).getByRole('button', { name: 'Publish' }).click()
        await expect(page.getByRole('dialog', { name: /^Publish/ })).toBeVisible()
      },
    },
    'the list of an admin, with a workflow open': {
      async reach() {
        await list.workflows.getByText('AWS production access').click()
        await list.workflows.getByText('As JSON').first().click()
      },
    },
    'the list with parameters that cannot be read': {
      async reach() {
        await list.open('?phase=paused&colour=red')
        await expect(page.getByRole('button', { name: 'Show without them' })).toBeVisible()
      },
    },
  })
})

test('axe finds nothing at fault in the list of an auditor where nothing matches', async ({
  page,
  signIn,
}) => {
  await expectNoFaults(page, {
    'the list where nothing matches': {
      async reach() {
        await signIn.as(people.auditor, '/reviews?q=nothing')
        await expect(page.getByRole('heading', { name: 'No review matches' })).toBeVisible()
      },
    },
  })
})

test('axe finds nothing at fault on the way of a reviewer from the sign-in page to a note', async ({
  page,
  signIn,
  list,
  review,
}) => {
  await expectNoFaults(page, {
    'the sign-in page': {
      async reach() {
        await signIn.open('/reviews')
        await expect(signIn.demonstration).toBeVisible()
      },
    },
    'the page that is not for a reviewer': {
      async reach() {
        await signIn.as(people.reviewer, '/activity/workflow-actions')
        await expect(page.getByRole('heading', { name: /not for your account/ })).toBeVisible()
      },
    },
    'the rows of a certification': {
      async reach() {
        await list.open()
        await list.openCertification(large)
        await expect(review.count).toBeVisible()
        await expect(review.toolbar).toBeVisible()
      },
    },
    'the drawer of a row': {
      async reach() {
        await review.grid.focus()
        await page.keyboard.press('j')
        await page.keyboard.press('o')
        await expect(review.drawer).toBeVisible()
      },
    },
    'the dialog of a note': {
      async reach() {
        await review.tab('To decide').click()
        await expect(review.answered).toBeVisible()
        await expect(review.loadingRows).toHaveCount(0)
        await review.grid.focus()
        await page.keyboard.press('j')
        await page.keyboard.press('r')
        await expect(review.noteDialog).toBeVisible()
      },
    },
  })
})
