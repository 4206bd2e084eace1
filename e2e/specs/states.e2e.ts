import { awkwardEvents, events } from '#testing/many-events.ts'
import { expect, test } from '../fixtures.ts'
import { holdRequests } from '../hold-requests.ts'
import { prepareProgram } from '../program.ts'
import { listUrls } from '../screens/workflow-actions.ts'

const total = events.length.toLocaleString('en')

test('while the first rows are on their way the page says so', async ({ page, tab }) => {
  const letGo = await holdRequests(page, listUrls)
  await tab.open()
  await expect(tab.skeleton).toBeAttached()
  await expect(tab.rows).toHaveCount(0)
  await expect(tab.count).toBeHidden()
  letGo()
  await expect(tab.count).toHaveText(`100 of ${total} events loaded`)
  await expect(tab.skeleton).toHaveCount(0)
})

test('T09 a browser that blocks storage is told so, in place of a page that loads for ever', async ({
  page,
  troubles,
}) => {
  troubles.announce(/storage is blocked/)
  await page.addInitScript(() => {
    const blocked = () => {
      throw new DOMException('storage is blocked', 'SecurityError')
    }
    Object.defineProperty(globalThis, 'localStorage', { get: blocked })
  })
  await page.goto('/')
  await expect(page.getByText('This browser blocks cookies and site data')).toBeVisible()
})

test('while another filter is being answered the old rows are marked as such', async ({
  page,
  tab,
  filters,
}) => {
  await tab.open()
  await expect(tab.count).toBeVisible()
  const letGo = await holdRequests(page, listUrls)
  await filters.choose('State', 'ERRORED')
  await expect(tab.grid).toHaveAttribute('aria-busy', 'true')
  await expect(page.getByRole('status').filter({ hasText: 'Loading …' })).toBeVisible()
  expect(await tab.rows.count()).toBeGreaterThan(10)
  letGo()
  await expect(tab.grid).toHaveAttribute('aria-busy', 'false')
  await expect(tab.count).toHaveText(/ matching events loaded$/)
})

test('counts say what they cover', async ({ page, tab }) => {
  await tab.open()
  await expect(tab.count).toHaveText(`100 of ${total} events loaded`)
  await tab.scroll(4_000)
  await expect(tab.count).toHaveText(`200 of ${total} events loaded`)
  await tab.open('policy_task=eq:rich-task')
  await expect(tab.count).toHaveText('1 matching event, all loaded')
  await expect(page.getByText('No more events.')).toBeVisible()
})

test('a count that does not come holds up no rows', async ({ page, tab, troubles }) => {
  troubles.announce(/action_events:count/)
  await page.route('**/action_events:count*', (route) => route.abort('connectionfailed'))
  await tab.open()
  await expect(tab.count).toHaveText('100 of … events loaded')
  await expect(tab.count).toHaveText('100 of an unknown number of events loaded')
})

test('a filter that matches nothing says so and can be cleared', async ({ page, tab }) => {
  await tab.open('identity_name=co:nobody+of+that+name')
  await expect(page.getByRole('heading', { name: 'No event matches this filter' })).toBeVisible()
  await expect(tab.count).toHaveText('0 matching events, all loaded')
  await tab.button('Clear the filter').click()
  await expect(tab.count).toHaveText(`100 of ${total} events loaded`)
  expect(tab.params()).toEqual([])
})

// Nobody lacks the permission on a server of one's own; a tenant will answer so.
test('who may not read the log is told that, without a button that cannot help', async ({
  page,
  tab,
  troubles,
}) => {
  troubles.announce(/403/)
  await page.route(listUrls, (route) =>
    route.fulfill({
      status: 403,
      json: {
        code: 'PermissionDenied',
        message: 'You may not do this.',
        request_id: '0'.repeat(32),
        details: [],
      },
    }),
  )
  await tab.open()
  await expect(tab.alert.getByRole('heading')).toHaveText('You may not read the activity log')
  await expect(tab.alert).toContainText('Ask an administrator for the role of an auditor.')
  await expect(tab.alert.getByRole('button')).toHaveCount(0)
})

test('T31 by another name than its own the server lets nobody in, and the page says so', async ({
  page,
  tab,
  troubles,
}) => {
  troubles.announce(/40[13]/)
  let name = ''
  const program = await prepareProgram((port) => {
    name = `http://countersign.localhost:${port}`
    return { PUBLIC_URL: name }
  })
  try {
    await program.start()
    await tab.open('', name)
    await expect(tab.alert).toContainText('Nobody can sign in yet; keys work.')
    await expect(tab.alert).toContainText('Without PUBLIC_URL, Countersign opens on the computer it runs on')
    // Neither the certifications nor the workflows can be read, for one reason.
    await page.goto(`${name}/reviews`)
    await expect(page.getByRole('heading', { name: 'You are not signed in here' })).toHaveCount(1)
    await expect(page.getByRole('alert')).toHaveCount(1)
    await page.goto(`${name}/sign-in`)
    await expect(page.getByRole('heading', { name: 'Nobody can sign in yet; keys work.' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Continue as the local auditor' })).toHaveCount(0)
  } finally {
    // First, or the page would meet a server that is going.
    await page.close()
    await program.remove()
  }
})

test('an empty server says how to fill it, and shows what was imported after Refresh', async ({
  page,
  tab,
  freshServer,
}) => {
  await tab.open('', freshServer.url)
  await expect(page.getByRole('heading', { name: 'No events yet' })).toBeVisible()
  await expect(page.getByText('Nothing imported yet')).toBeVisible()
  await expect(tab.count).toHaveText('0 events, all loaded')
  await freshServer.importEvents('late.ndjson', awkwardEvents)
  await tab.refreshButton.click()
  await expect(tab.count).toHaveText(`${awkwardEvents.length} events, all loaded`)
  await expect(tab.freshness).toContainText(`: late.ndjson, ${awkwardEvents.length} lines, by `)
})

test('a demonstration says that it is one; at 20,000 rows the page asks to narrow', async ({
  page,
  tab,
  freshServer,
}) => {
  await freshServer.demo(20_150)
  await tab.open('', freshServer.url)
  await expect(page.getByRole('note')).toHaveText('Demonstration data. These people and events are made up.')
  await expect(tab.count).toHaveText('100 of 10,000+ events loaded')
  await tab.grid.focus()
  const notice = '20,000 events are loaded and more match. Narrow the filter or the time range to see them.'
  await expect
    .poll(
      async () => {
        await page.keyboard.press('End')
        return await page.getByText(notice).isVisible()
      },
      { timeout: 90_000, intervals: [0] },
    )
    .toBe(true)
  await expect(tab.count).toHaveText('20,000 of 20,000+ events loaded')
  expect(await tab.rows.count()).toBeLessThanOrEqual(120)
})
