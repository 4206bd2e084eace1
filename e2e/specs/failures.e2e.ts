import { expectNoFaults } from '../axe-states.ts'
import { expect, test } from '../fixtures.ts'

// Its demonstration is of a size in which all three causes occur.
test('from the first screen of the demonstration it is one press to who is still broken; axe finds nothing at fault', async ({
  page,
  freshServer,
  troubles,
}) => {
  troubles.announce(/404/)
  await freshServer.demo(1000)
  await freshServer.start()
  const line = page.getByRole('region', { name: 'Why actions failed' })
  const identities = page.getByRole('grid', { name: 'Identities' })
  await expectNoFaults(page, {
    'the line above the table': {
      async reach() {
        await page.goto(`${freshServer.url}/activity/workflow-actions`)
        await expect(line.getByRole('listitem')).toHaveCount(3)
      },
    },
    'who is still broken': {
      async reach() {
        await line
          .getByRole('link', { name: /still broken$/ })
          .first()
          .click()
        await expect(identities.getByRole('row').nth(1)).toContainText('Still broken')
      },
    },
    'the board': {
      async reach() {
        await page.getByRole('link', { name: 'All causes' }).click()
        await expect(page.getByText(/^\d+ failed events of \d+ causes$/)).toBeVisible()
      },
    },
    'no failures': {
      async reach() {
        await page.goto(`${freshServer.url}/activity/failures?workflow_name=eq:Nobody`)
        await expect(page.getByRole('heading', { name: 'No failures' })).toBeVisible()
      },
    },
    'a cause that no event has': {
      async reach() {
        await page.goto(`${freshServer.url}/activity/failures/none`)
        await expect(page.getByRole('heading', { name: 'No event has this cause' })).toBeVisible()
      },
    },
    'the drawer of a failed event': {
      async reach() {
        await page.goto(`${freshServer.url}/activity/workflow-actions?state=ERRORED`)
        await page.getByRole('grid', { name: 'Workflow actions' }).press('ArrowDown')
        await page.getByRole('grid', { name: 'Workflow actions' }).press('Enter')
        await expect(page.getByRole('link', { name: /with this cause$/ })).toBeVisible()
      },
    },
  })
})
