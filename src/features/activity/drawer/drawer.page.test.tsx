import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import { anEvent } from '#testing/action-events.ts'
import { instead, isEvent, isList, isOrigin, refusal } from '#testing/activity-answers.ts'
import {
  entriesOf,
  eventPath,
  expectNoDrawer,
  expectOpen,
  fieldsOf,
  openDrawer,
  sectionOf,
  titleOf,
} from '#testing/activity-drawer.ts'
import { importEvents, sha256 } from '#testing/activity-import.ts'
import { activityPath, countLine, params, shownEvents } from '#testing/activity-page.ts'
import { awkwardEvents, type EventKey, keyOf, richEvent, runningEvent } from '#testing/many-events.ts'
import { renderApp } from '#testing/render-app.tsx'
import { startServer, type TestServer } from '#testing/start-server.ts'

/** None of them is on the first page: `newer` fills it. */
const older = [...awkwardEvents, richEvent, runningEvent]
const newer = Array.from({ length: 108 }, (_, minute) =>
  anEvent({
    policy_task: `task-${Math.floor(minute / 3)}`,
    action_name: `Step ${minute}`,
    state: minute % 9 === 0 ? 'ERRORED' : 'COMPLETED',
    started_at: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(),
  }),
)
/** The newest first, as the list has them. */
const listed = newer.toReversed()
const errored = [...listed.filter(({ state }) => state === 'ERRORED'), richEvent]
const made = anEvent({ policy_task: 'made-task', action_name: 'Made up', started_at: '2025-04-02T00:00:00Z' })
const total = older.length + newer.length + 1

let server: TestServer

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await importEvents(server, 'events.ndjson', [...older, ...newer])
  await importEvents(server, 'demonstration', [made], true)
})
afterAll(() => server.close())

/** Signed in before, so that nothing is read twice for want of a session. */
const who = { as: 'eve', roles: ['auditor'] } as const
const openAt = (path: string) => renderApp(path, { server, ...who })
/** Over a list of one row, so that little is drawn where the list is not what a test is about. */
const open = (event: EventKey, search = '?policy_task=eq:made-task') => openAt(eventPath(event, search))
const press = async (page: { user: Awaited<ReturnType<typeof open>>['user'] }, name: string | RegExp) =>
  page.user.click(within(await openDrawer(/./)).getByRole('button', { name }))
const stepButton = async (name: RegExp) => within(await openDrawer()).getByRole('button', { name })

/** Not what the drawer reads of the event's task. */
const isListBehind = (url: URL) =>
  isList(url) && !url.searchParams.get('filter')?.startsWith('policy_task eq ')

function at<T>(list: readonly T[], place: number): T {
  const item = list.at(place)
  if (item === undefined) throw new Error(`there is no item ${place}`)
  return item
}

describe('a link opens at once', () => {
  test.each(older.map((event) => [keyOf(event), event] as const))('%s', async (_, event) => {
    const { read } = await open(event, '')
    const panel = await openDrawer()
    expect(titleOf(panel)).toBe(event.action_name)
    const { policy_task, action_name, state, action_type, identity_name, policy_id, started_at } = event
    const parts = { policy_task, action_name, state, action_type, identity_name, policy_id, started_at }
    expect(fieldsOf(panel)).toMatchObject(parts)
    await within(panel).findByText('events.ndjson')
    // Behind it is the first page of the list, which does not hold this event.
    await countLine(`100 of ${total} events loaded`)
    expect(shownEvents().map(keyOf)).not.toContain(keyOf(event))
    // In development React mounts twice, so how often it is asked for is left to a browser.
    expect([...new Set(read.filter(isEvent).map(({ pathname }) => pathname))]).toEqual([
      `/api/private/lifecycle_management/action_events/${encodeURIComponent(policy_task)}/${encodeURIComponent(action_name)}`,
    ])
    expect(new Set(read.filter(isListBehind).map(String)).size).toBe(1)
  })
})

describe('the drawer shows', () => {
  test('every field, whatever its kind', async () => {
    await open(richEvent)
    const fields = fieldsOf(await openDrawer())
    const values = Object.entries(fields).map(([key, text]) => {
      const value = richEvent[key]
      return [key, typeof value === 'string' ? text : (JSON.parse(text) as unknown)]
    })
    expect(Object.fromEntries(values)).toEqual(richEvent)
  })

  test('messages line by line, the same one twice', async () => {
    await open(richEvent)
    const messages = within(sectionOf(await openDrawer(), 'Messages')).getAllByRole('listitem')
    expect(messages.map(({ textContent }) => textContent)).toEqual(richEvent.messages)
  })

  test('fields that this version does not know, apart from the others and as text', async () => {
    await open(richEvent)
    const panel = await openDrawer()
    const heading = within(panel).getByRole('heading', { name: 'Fields this version does not know' })
    const text = heading.nextElementSibling?.textContent ?? ''
    for (const part of ['risk_score', '7.25', 'odd key "é"', '<b>not bold</b>', 'INC-1'])
      expect(text).toContain(part)
    expect(panel.querySelector('b')).toBeNull()
  })

  test('when, in the zone of the reader and exactly, and for how long', async () => {
    await open(richEvent)
    expect(entriesOf(sectionOf(await openDrawer(), 'Timing'))).toEqual({
      Started: '2025-05-01 12:00:00 2025-05-01T10:00:00.5Z',
      Completed: '2025-05-01 14:30:04 2025-05-01T12:30:04Z',
      Duration: '2 h 30 min 9003.5 s',
    })
    expect(screen.getByText(/^Times in Europe\/Berlin/)).toBeDefined()
  })

  test('that an event has not ended, and that it has no messages', async () => {
    await open(runningEvent)
    const panel = await openDrawer()
    const { Completed, Duration } = entriesOf(sectionOf(panel, 'Timing'))
    expect([Completed, Duration].map((text) => text?.trim())).toEqual(['Still running', 'Still running'])
    expect(sectionOf(panel, 'Messages').textContent).toContain('None.')
    expect(fieldsOf(panel)).toMatchObject({ completed_at: 'empty', messages: 'empty' })
  })

  test('what the state and the type mean, and for whom', async () => {
    await open(richEvent)
    const text = (await openDrawer()).textContent
    for (const part of ['FailedERROREDFailed; the messages say why', 'DEPROVISION_IDENTITY', 'Ada Lovelace'])
      expect(text).toContain(part)
    expect(text).toContain('in the workflow Joiner')
  })

  test('which import an event came from', async () => {
    await open(richEvent)
    const panel = await openDrawer()
    await within(panel).findByText('events.ndjson')
    expect(entriesOf(sectionOf(panel, 'Origin'))).toMatchObject({
      File: 'events.ndjson',
      'SHA-256': sha256,
      'Imported by': 'local',
      Import: '1',
    })
  })

  test('that an event is made up', async () => {
    await open(made)
    await within(await openDrawer()).findByText(/This event is made up\./)
  })

  test('that no import is recorded', async () => {
    instead(isOrigin, () => Response.json({ value: { demo: false, import: null } }))
    await open(richEvent)
    await within(await openDrawer()).findByText('No import is recorded for this event.')
  })

  test('that it could not be read where an event came from', async () => {
    instead(isOrigin, () => refusal(403, 'PermissionDenied', 'You may not do this.'))
    await open(richEvent)
    await within(await openDrawer()).findByText('Where this event came from could not be read.')
  })
})

describe('an open event', () => {
  test.each([
    ['that can still change is read again', runningEvent, 1],
    ['that has ended is not', richEvent, 0],
  ] as const)('%s', async (_, event, times) => {
    vi.useFakeTimers({
      toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'],
      shouldAdvanceTime: true,
    })
    onTestFinished(() => void vi.useRealTimers())
    const { read } = await open(event)
    await openDrawer()
    read.length = 0
    await vi.advanceTimersByTimeAsync(15_100)
    await waitFor(() => expect(read.filter(isEvent)).toHaveLength(times))
  })
})

describe('what is copied', () => {
  const [event = richEvent] = awkwardEvents
  const copied = async (name: RegExp) => {
    const page = await open(event, '?state=ERRORED')
    await openDrawer()
    await press(page, name)
    await within(await openDrawer()).findByRole('button', { name: 'Copied' })
    return await navigator.clipboard.readText()
  }

  test('the link, without the filter of the list', async () => {
    expect(await copied(/^Copy link/)).toBe(server.url + eventPath(event))
  })

  test('the JSON, with every key', async () => {
    expect(JSON.parse(await copied(/^Copy JSON/))).toEqual(event)
  })

  test('the cURL command, with the key left to the environment', async () => {
    const path = `/api/private/lifecycle_management/action_events/${encodeURIComponent(event.policy_task)}/${encodeURIComponent(event.action_name)}`
    expect(await copied(/^Copy cURL/)).toBe(
      `curl -H "Authorization: Bearer $COUNTERSIGN_KEY" '${server.url}${path}'`,
    )
  })

  test('a browser that lets nothing be copied is told of', async () => {
    const page = await open(event)
    await openDrawer()
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('no', 'NotAllowedError'))
    await press(page, /^Copy JSON/)
    await within(await openDrawer()).findByRole('button', { name: 'Could not copy' })
  })
})

describe('from event to event', () => {
  test('next and previous walk along the rows, in one step of the history', async () => {
    const page = await openAt(activityPath('state=ERRORED'))
    await page.user.click(await screen.findByText(at(errored, 0).action_name))
    await expectOpen(at(errored, 0))
    expect((await stepButton(/^Previous event/)).getAttribute('aria-disabled')).toBe('true')
    const steps = history.length
    await press(page, /^Next event/)
    await expectOpen(at(errored, 1))
    await press(page, /^Next event/)
    await expectOpen(at(errored, 2))
    await press(page, /^Previous event/)
    await expectOpen(at(errored, 1))
    expect(history.length).toBe(steps)
    expect(params()).toEqual([['state', 'ERRORED']])
  })

  test.each([
    ['j', 1],
    ['{ArrowDown}', 1],
    ['k', -1],
    ['{ArrowUp}', -1],
  ])('the key %s goes to the next one or the one before', async (key, step) => {
    const page = await open(at(errored, 3), '?state=ERRORED')
    await openDrawer()
    await waitFor(async () =>
      expect((await stepButton(/^Next event/)).getAttribute('aria-disabled')).toBeNull(),
    )
    ;(await stepButton(/^Next event/)).focus()
    await page.user.keyboard(key)
    await expectOpen(at(errored, 3 + step))
  })

  test('nothing is behind the last one of a list that is loaded whole', async () => {
    await open(at(errored, -1), '?state=ERRORED')
    await waitFor(async () =>
      expect((await stepButton(/^Previous event/)).getAttribute('aria-disabled')).toBeNull(),
    )
    expect((await stepButton(/^Next event/)).getAttribute('aria-disabled')).toBe('true')
  })

  test('the last loaded event leads on to the next page', async () => {
    const page = await open(at(listed, 98), '')
    await waitFor(async () =>
      expect((await stepButton(/^Next event/)).getAttribute('aria-disabled')).toBeNull(),
    )
    await press(page, /^Next event/)
    await expectOpen(at(listed, 99))
    await waitFor(async () =>
      expect((await stepButton(/^Next event/)).getAttribute('aria-disabled')).toBeNull(),
    )
    await press(page, /^Next event/)
    await expectOpen(at(listed, 100))
    await countLine(`${total} events, all loaded`)
  })

  test('an event that is not in the list has no neighbours', async () => {
    await open(at(listed, 1), '?state=ERRORED')
    await countLine(/matching events, all loaded$/)
    for (const name of [/^Previous event/, /^Next event/])
      expect((await stepButton(name)).getAttribute('aria-disabled')).toBe('true')
  })
})

test('opening a row of the list asks only for that event and its task', async () => {
  const { user, read } = await openAt(activityPath())
  await countLine(/loaded$/)
  read.length = 0
  await user.click(screen.getByText(at(listed, 5).action_name))
  await within(await openDrawer()).findByText('events.ndjson')
  expect(read.filter(isListBehind)).toEqual([])
  expect(read.filter(isEvent).map(({ pathname }) => pathname)).toContain(
    `/api/private/lifecycle_management/action_events/task-34/${encodeURIComponent(at(listed, 5).action_name)}`,
  )
})

test('only this task: from the drawer to all steps of it, in place of the filter', async () => {
  const page = await openAt(activityPath('state=ERRORED'))
  await page.user.click(await screen.findByText(at(errored, 0).action_name))
  await openDrawer()
  await press(page, 'Only this task')
  await expectNoDrawer()
  await countLine('3 matching events, all loaded')
  expect(params()).toEqual([['policy_task', `eq:${at(errored, 0).policy_task}`]])
  expect(new Set(shownEvents().map(({ policy_task }) => policy_task))).toEqual(
    new Set([at(errored, 0).policy_task]),
  )
})

describe('an event that is not there has its own words, and the list behind it', () => {
  test.each([
    ['one that the server does not have', '/activity/workflow-actions/no-such-task/nothing'],
    ['an address that cannot be decoded', '/activity/workflow-actions/%E0%A4%A/x'],
  ])('%s', async (_, path) => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    onTestFinished(() => warn.mockRestore())
    const page = await openAt(path)
    await openDrawer('There is no such event')
    await press(page, 'Show the list')
    await expectNoDrawer()
    await countLine(/ events loaded$/)
    expect(location.pathname).toBe('/activity/workflow-actions')
    // The router says so once of each such address, and nothing else is printed.
    const others = warn.mock.calls.filter(([text]) => !/ could not be decoded /.test(String(text)))
    expect(others).toEqual([])
  })
})

describe('an event that cannot be read', () => {
  test('says so, and is tried again', async () => {
    const end = instead(isEvent, () => refusal(409, 'Aborted', 'Something is in the way.'))
    const page = await open(richEvent)
    const panel = await openDrawer('This event could not be read')
    expect(panel.textContent).toContain('Something is in the way.')
    expect(panel.textContent).toContain('ab'.repeat(16))
    end()
    await press(page, 'Try again')
    await openDrawer()
    expect(within(panel).queryByRole('alert')).toBeNull()
  })

  test('keeps what the list knows of it', async () => {
    instead(isEvent, () => refusal(409, 'Aborted', 'Something is in the way.'))
    const { user } = await openAt(activityPath('state=ERRORED'))
    await user.click(await screen.findByText(at(errored, 0).action_name))
    const panel = await openDrawer(/could not be read again/)
    expect(fieldsOf(panel)).toMatchObject({ action_name: at(errored, 0).action_name })
  })

  test('offers no other try to whoever may not read it', async () => {
    instead(isEvent, () => refusal(403, 'PermissionDenied', 'You may not do this.'))
    await open(richEvent)
    const panel = await openDrawer('This event could not be read')
    expect(within(panel).queryByRole('button', { name: 'Try again' })).toBeNull()
  })
})
