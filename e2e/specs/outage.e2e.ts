import { events } from '#testing/many-events.ts'
import { expect, reader, signedIn, test } from '../fixtures.ts'
import { listUrls } from '../screens/workflow-actions.ts'

test.beforeEach(({ troubles }) =>
  troubles.announce(/ERR_(CONNECTION_(REFUSED|RESET)|SOCKET_NOT_CONNECTED|EMPTY_RESPONSE)|50[03]/),
)

// One program for all of it, which is stopped and started again.
test('a server and a PostgreSQL that are gone: what could not be read says so, and comes by itself', async ({
  page,
  tab,
  filters,
  drawer,
  freshServer,
}) => {
  await freshServer.importEvents('some.ndjson', events.slice(0, 500))
  await signedIn(page.context(), freshServer.url, await freshServer.signIn(reader))
  await tab.open('', freshServer.url)
  await expect(tab.count).toHaveText('100 of 500 events loaded')
  await tab.openRow(0)
  await expect(drawer.section('All fields')).toBeVisible()
  await drawer.closeButton.click()

  await test.step('the failure is said, Try again asks again, and the rows come by themselves', async () => {
    await freshServer.stop()
    await filters.choose('State', 'COMPLETED')
    await expect(tab.alert.getByRole('heading')).toHaveText('The events could not be read')
    await expect(tab.rows).toHaveCount(0)
    const again = page.waitForRequest((request) => listUrls(new URL(request.url())))
    await tab.button('Try again').click()
    await again
    await freshServer.start()
    await expect(tab.count).toHaveText(/ matching events/)
    await filters.clearAllButton.click()
    await expect(tab.count).toHaveText('100 of 500 events loaded')
  })

  await test.step('an event that cannot be read says so and is read again by itself', async () => {
    await freshServer.stop()
    await tab.openRow(4)
    // What the list knows of it stays.
    await expect(drawer.panel.getByRole('alert')).toContainText('This event could not be read again')
    await expect(drawer.section('All fields')).toBeVisible()
    await freshServer.start()
    await expect(drawer.panel.getByRole('alert')).toHaveCount(0)
    await expect(drawer.section('All fields')).toBeVisible()
    await drawer.closeButton.click()
  })

  await test.step('what was read before stays when reading on fails', async () => {
    await expect(tab.count).toHaveText('100 of 500 events loaded')
    await freshServer.stop()
    await tab.scroll(4_000)
    await expect(tab.alert).toContainText('More events could not be read.')
    expect(await tab.rows.count()).toBeGreaterThan(10)
    await freshServer.start()
    await expect(tab.count).toHaveText('200 of 500 events loaded')
    await expect(tab.alert).toHaveCount(0)
  })

  await test.step('a PostgreSQL that was killed comes back, and the page with it', async () => {
    freshServer.killPostgres()
    await filters.choose('State', 'ERRORED')
    await expect(tab.count).toHaveText(/ matching events/)
  })
})
