import { awkwardEvents, events, fileName } from '#testing/many-events.ts'
import { expect, test } from '../fixtures.ts'
import { EventDrawer, eventAddress } from '../screens/event-drawer.ts'

const onePath = '/api/private/lifecycle_management/action_events/'

test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

test('previous and next walk along the rows by keyboard, and Escape leaves the focus there; a reload keeps it open', async ({
  page,
  tab,
  drawer,
}) => {
  await tab.open('state=ERRORED')
  await expect(tab.count).toBeVisible()
  const keys = (await tab.shown()).map(({ action_name, policy_task }) => ({ action_name, policy_task }))
  const path = (index: number) => {
    const key = keys[index]
    if (!key) throw new Error('there are too few rows')
    return eventAddress(key)
  }
  const expectOpen = async (index: number) => {
    await expect.poll(() => new URL(page.url()).pathname).toBe(path(index))
    await expect(drawer.title).toHaveText(keys[index]?.action_name ?? '')
  }

  await tab.openRow(0)
  await expectOpen(0)
  await expect(drawer.previousButton).toHaveAttribute('aria-disabled', 'true')
  await page.keyboard.press('j')
  await expectOpen(1)
  await page.keyboard.press('ArrowDown')
  await expectOpen(2)
  await page.keyboard.press('ArrowDown')
  await expectOpen(3)
  await page.keyboard.press('k')
  await expectOpen(2)
  await page.keyboard.press('ArrowUp')
  await expectOpen(1)
  await drawer.nextButton.click()
  await expectOpen(2)
  expect(tab.params()).toEqual([['state', 'ERRORED']])

  await page.keyboard.press('Escape')
  await expect(drawer.panel).toBeHidden()
  await expect(tab.grid).toBeFocused()
  const active = await tab.grid.getAttribute('aria-activedescendant')
  await expect(tab.row(2)).toHaveAttribute('id', active ?? '')
  expect(new URL(page.url()).search).toBe('?state=ERRORED')
  expect(new URL(page.url()).pathname).toBe('/activity/workflow-actions')

  // All that walking was one step: Back leaves the list, Forward comes to the event again.
  await page.goForward()
  await expectOpen(2)
  await page.goBack()
  await expect(drawer.panel).toBeHidden()

  // A reload keeps it open, the closing button and a press beside it close it.
  await tab.openRow(3)
  await expect(drawer.section('All fields')).toBeVisible()
  const title = await drawer.title.textContent()
  await page.reload()
  await expect(drawer.title).toHaveText(title ?? '')
  await expect(drawer.section('All fields')).toBeVisible()
  await drawer.closeButton.click()
  await expect(drawer.panel).toBeHidden()
  await expect(tab.count).toHaveText(/ matching events/)

  await tab.openRow(1)
  await expect(drawer.panel).toBeVisible()
  await page.mouse.click(40, 450)
  await expect(drawer.panel).toBeHidden()
})

test('a link to an event asks once for it and for the list behind it, and is copied for somebody else', async ({
  page,
  drawer,
  tab,
  baseURL,
  elsewhere,
}) => {
  const [event] = awkwardEvents
  if (!event) throw new Error('there are no awkward events')
  const paths: string[] = []
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url())
    // The drawer reads the other actions of the task too, by a filter.
    if (!searchParams.has('filter')) paths.push(pathname)
  })
  await drawer.open(event)
  await expect(drawer.title).toHaveText(event.action_name)
  await expect(drawer.entry('Origin', 'File')).toHaveText(fileName)
  await expect(tab.count).toHaveText(`100 of ${events.length.toLocaleString('en')} events loaded`)
  expect(paths.filter((path) => path.startsWith(onePath))).toHaveLength(1)
  expect(paths.filter((path) => `${path}/` === onePath)).toHaveLength(1)
  // The server has the page for every such address, whatever its names hold.
  for (const other of awkwardEvents) {
    const answer = await page.request.get(eventAddress(other))
    expect(answer.headers()['content-type'], other.policy_task).toContain('text/html')
  }

  const link = await drawer.copyLink()
  expect(link).toBe(`${baseURL}${eventAddress(event)}`)
  await page.close()
  const other = await elsewhere()
  await other.goto(link)
  await expect(new EventDrawer(other).title).toHaveText(event.action_name)
})

test('an address that cannot be decoded has its own words too', async ({ page, drawer }) => {
  await page.goto('/activity/workflow-actions/%E0%A4%A/x')
  await expect(drawer.panel.getByRole('heading', { name: 'There is no such event' })).toBeVisible()
})
