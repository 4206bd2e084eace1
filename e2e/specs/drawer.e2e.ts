import { awkwardEvents, events, fileName, keyOf, richEvent, runningEvent } from '#testing/many-events.ts'
import { expect, test } from '../fixtures.ts'
import { EventDrawer, eventAddress } from '../screens/event-drawer.ts'
import { listUrls } from '../screens/workflow-actions.ts'

const onePath = '/api/private/lifecycle_management/action_events/'

test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

for (const event of [...awkwardEvents, richEvent, runningEvent]) {
  test(`a link to ${keyOf(event)} opens it at once`, async ({ page, drawer, tab }) => {
    const asked: string[] = []
    page.on('request', (request) => {
      const path = new URL(request.url()).pathname
      if (path.startsWith('/api/') || path.startsWith('/app/')) asked.push(path)
    })
    await drawer.open(event)
    await expect(drawer.title).toHaveText(event.action_name)
    await expect(drawer.section('All fields')).toBeVisible()
    const fields = await drawer.fields()
    for (const key of [
      'policy_task',
      'action_name',
      'state',
      'action_type',
      'identity_name',
      'policy_id',
    ] as const)
      expect(fields[key]).toBe(event[key])
    expect(fields['started_at']).toBe(event.started_at)
    await expect(drawer.entry('Origin', 'File')).toHaveText(fileName)

    // Behind it is the first page of the list, which does not hold this event.
    await expect(tab.count).toHaveText(`100 of ${events.length.toLocaleString('en')} events loaded`)
    expect(asked.filter((path) => path.startsWith(onePath))).toHaveLength(1)
    expect(asked.filter((path) => `${path}/` === onePath)).toHaveLength(1)
  })
}

test('the drawer shows every field, messages line by line and keys it does not know', async ({ drawer }) => {
  await drawer.open(richEvent)
  await expect(drawer.section('All fields')).toBeVisible()
  const fields = await drawer.fields()
  for (const [key, value] of Object.entries(richEvent)) {
    const text = fields[key] ?? ''
    expect.soft(typeof value === 'string' ? text : JSON.parse(text), key).toEqual(value)
  }
  await expect(drawer.messages).toHaveText(richEvent.messages.map((message) => message.replace(/\s+/g, ' ')))
  await expect(drawer.panel.getByRole('heading', { name: 'Fields this version does not know' })).toBeVisible()
  await expect(drawer.entry('Timing', 'Started')).toHaveText('2025-05-01 12:00:00 2025-05-01T10:00:00.5Z')
  await expect(drawer.entry('Timing', 'Duration')).toHaveText('2 h 30 min 9003.5 s')
  await expect(drawer.entry('Origin', 'SHA-256')).toHaveText(/^[0-9a-f]{64}$/)
})

test('an event that can still change is read again, one that has ended is not', async ({ page, drawer }) => {
  await page.clock.install()
  const again = () => page.waitForRequest((request) => request.url().includes(`${onePath}running-task`))
  await Promise.all([again(), drawer.open(runningEvent)])
  await expect(drawer.section('All fields')).toBeVisible()
  await Promise.all([again(), page.clock.runFor(15_000)])

  await drawer.open(richEvent)
  await expect(drawer.section('All fields')).toBeVisible()
  let asked = 0
  page.on('request', (request) => {
    if (request.url().includes(onePath)) asked += 1
  })
  await page.clock.runFor(60_000)
  await expect(drawer.section('All fields')).toBeVisible()
  expect(asked).toBe(0)
})

test('previous and next walk along the rows by keyboard, and Escape leaves the focus there', async ({
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
})

test('the last loaded event leads on to the next page', async ({ page, tab, drawer }) => {
  await tab.open()
  await expect(tab.count).toHaveText(/^100 of/)
  await tab.grid.focus()
  await page.keyboard.press('End')
  await expect(tab.count).toHaveText(/^200 of/)
  await page.keyboard.press('Enter')
  await expect(drawer.panel).toBeVisible()
  await page.keyboard.press('j')
  await expect(drawer.nextButton).toHaveAttribute('aria-disabled', 'false')
})

test('a reload keeps it open, the closing button and a press beside it close it', async ({
  page,
  tab,
  drawer,
}) => {
  await tab.open('state=ERRORED')
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

test('the link, the JSON and the cURL command can be copied', async ({
  page,
  drawer,
  baseURL,
  elsewhere,
}) => {
  const [event] = awkwardEvents
  if (!event) throw new Error('there are no awkward events')
  await drawer.open(event, '?state=ERRORED')
  const link = await drawer.copy('link')
  expect(link).toBe(`${baseURL}${eventAddress(event)}`)
  expect(JSON.parse(await drawer.copy('JSON'))).toEqual(event)
  expect(await drawer.copy('cURL')).toBe(
    `curl -H "Authorization: Bearer $COUNTERSIGN_KEY" '${baseURL}${onePath}${encodeURIComponent(event.policy_task)}/${encodeURIComponent(event.action_name)}'`,
  )
  await page.close()

  const other = await elsewhere()
  await other.goto(link)
  await expect(new EventDrawer(other).title).toHaveText(event.action_name)
})

test('only this task: from the drawer to all steps of it', async ({ tab, drawer, filters }) => {
  await tab.open('state=ERRORED')
  await tab.openRow(0)
  await expect(drawer.section('All fields')).toBeVisible()
  const { policy_task: task = '' } = await drawer.fields()
  await drawer.panel.getByRole('button', { name: 'Only this task' }).click()
  await expect(drawer.panel).toBeHidden()
  await expect(filters.chip('Task')).toHaveAccessibleName(`Task: is "${task}"`)
  await expect.poll(async () => (await tab.shown()).map((row) => row.policy_task)).toContain(task)
})

test('an event that is not there has its own words, and the list behind it', async ({
  page,
  drawer,
  tab,
  troubles,
}) => {
  troubles.announce(/404 .*no-such-task/)
  await drawer.open({ policy_task: 'no-such-task', action_name: 'nothing' })
  await expect(drawer.panel.getByRole('heading', { name: 'There is no such event' })).toBeVisible()
  await drawer.panel.getByRole('button', { name: 'Show the list' }).click()
  await expect(drawer.panel).toBeHidden()
  await expect(tab.count).toBeVisible()
  expect(new URL(page.url()).pathname).toBe('/activity/workflow-actions')
})

test('an address that cannot be decoded has its own words too', async ({ page, drawer }) => {
  await page.goto('/activity/workflow-actions/%E0%A4%A/x')
  await expect(drawer.panel.getByRole('heading', { name: 'There is no such event' })).toBeVisible()
})

test('opening a row of the list asks only for that event', async ({ page, tab, drawer }) => {
  await tab.open()
  await expect(tab.count).toBeVisible()
  const lists: string[] = []
  page.on('request', (request) => {
    if (listUrls(new URL(request.url()))) lists.push(request.url())
  })
  await tab.openRow(5)
  await expect(drawer.entry('Origin', 'File')).toHaveText(fileName)
  expect(lists).toEqual([])
})
