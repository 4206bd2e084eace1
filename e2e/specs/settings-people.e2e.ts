import { expectNoFaults } from '../axe-states.ts'
import { expect, test } from '../fixtures.ts'
import { people } from '../screens/sign-in.ts'

const file = `user_type,id,email,name,roles
Okta,n1,n1@example.com,A person of a rather long name that wraps where there is little room,reviewer
Okta,,x,y,
`

test('people, keys, directory files and the account log are whole at any width, in both colours', async ({
  page,
  signIn,
  troubles,
}) => {
  // Accounts of the demonstration change nothing of people, and are told why.
  troubles.announce(/403/)
  await signIn.as(people.admin, '/settings/people?role=auditor')
  const list = page.getByRole('list', { name: 'People' })
  const go = async (name: string) =>
    page.getByRole('navigation', { name: 'Settings' }).getByText(name).click()
  await expectNoFaults(page, {
    'people of a role': { reach: async () => expect(list).toBeVisible() },
    'nobody is like that': {
      reach: async () => {
        await page.getByLabel('Name, email or id').fill('nobody at all')
        await page.getByRole('button', { name: 'Search' }).click()
        await expect(page.getByRole('heading', { name: 'Nobody' })).toBeVisible()
      },
    },
    'adding a person': {
      reach: async () => {
        await page.getByRole('button', { name: 'Add a person …' }).click()
        await page.getByRole('dialog').getByLabel('Name').fill('Nina')
        await page.getByRole('dialog').getByLabel('Email').fill('nina@example.com')
        await page.getByRole('dialog').getByRole('button', { name: 'Add the person' }).press('Enter')
        await expect(page.getByRole('dialog').getByRole('alert')).toContainText('demonstration')
      },
    },
    'one person': {
      reach: async () => {
        await go('People')
        await page.getByRole('link', { name: people.operator }).click()
        await expect(page.getByRole('heading', { name: 'Access' })).toBeVisible()
      },
    },
    'ending their access': {
      reach: async () => {
        await page.getByRole('button', { name: 'Deactivate …' }).click()
        await expect(page.getByRole('dialog', { name: 'End their access?' })).toBeVisible()
      },
    },
    'a directory file, and why it is refused': {
      reach: async () => {
        await go('People')
        await page.getByRole('link', { name: 'Import a directory file' }).click()
        await page.getByLabel('Or its text').fill(file)
        await page.getByRole('button', { name: 'Show what changes' }).click()
        await expect(page.getByRole('alert')).toContainText('demonstration')
      },
    },
    'the account log': {
      reach: async () => {
        await go('Account log')
        await expect(page.getByRole('heading', { name: 'Account log' })).toBeVisible()
        await expect(page.getByText('Loading the account log')).toHaveCount(0)
      },
    },
    'no keys': {
      reach: async () => {
        await go('API keys')
        await expect(page.getByRole('heading', { name: 'No keys yet' })).toBeVisible()
      },
    },
    'making a key': {
      reach: async () => {
        await page.getByRole('button', { name: 'Make a key …' }).click()
        await page.getByRole('dialog').getByLabel('What it is for').fill('Nightly report')
        await page
          .getByRole('dialog')
          .getByLabel(/reviews:read/)
          .check()
        await page.getByRole('dialog').getByRole('button', { name: 'Make the key' }).click()
        await expect(page.getByRole('dialog').getByRole('alert')).toContainText('demonstration')
      },
    },
  })
})
