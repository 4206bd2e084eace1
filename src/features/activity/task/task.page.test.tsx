import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import { anEvent, insertEvents } from '#testing/action-events.ts'
import { instead, isList, refusal } from '#testing/activity-answers.ts'
import { renderApp } from '#testing/render-app.tsx'
import { startServer, type TestServer } from '#testing/start-server.ts'

const who = { as: 'eve', roles: ['auditor'] } as const

/** An action of a task on 7 February, at a time of the day; without one it has not started. */
function action(policy_task: string, action_name: string, more: Partial<ActionEvent> = {}): ActionEvent {
  const ended = more.started_at === null ? { completed_at: null, jobs_started: 0 } : {}
  return anEvent({ policy_task, action_name, started_at: null, completed_at: null, ...ended, ...more })
}
const at = (clock: string) => `2026-02-07T${clock}Z`
const message = '429 Too Many Requests: mailbox creation is throttled'

/** In the order of the store, which is not that of the task. */
const joiner = [
  action('joiner-1', 'Welcome the new hire', { state: 'PENDING' }),
  action('joiner-1', 'Create mailbox', {
    state: 'ERRORED',
    started_at: at('13:51:02'),
    completed_at: at('13:51:19'),
    messages: [message, 'and another'],
  }),
  action('joiner-1', 'Add to groups', {
    state: 'SKIPPED',
    started_at: at('13:51:20'),
    completed_at: at('13:51:20'),
    messages: ['Skipped, because an earlier action did not succeed.'],
  }),
  action('joiner-1', 'Sync AD user', { started_at: at('13:50:12'), completed_at: at('13:50:14') }),
  action('joiner-1', 'Sync Okta user', { started_at: at('13:50:13'), completed_at: at('13:50:14') }),
  action('joiner-1', 'Skipped long ago', { state: 'SKIPPED' }),
]
const awkward = ['a/b', '100%', '%2F', '?#', '🦄']
const others = [
  action('mover-0', 'Sync', { started_at: at('09:00:00'), completed_at: at('09:00:01') }),
  action('mover-1', 'Sync', {
    started_at: at('10:00:00'),
    completed_at: at('10:00:01'),
    workflow_name: 'Mover',
  }),
  // Begun before, and still at it.
  action('mover-0', 'Pause', { state: 'RUNNING', action_type: 'PAUSE', started_at: at('14:00:00') }),
  action('same-1', 'Sync', { started_at: at('13:50:12.000'), completed_at: at('13:50:13') }),
  action('later-1', 'Sync', {
    started_at: at('15:00:00'),
    completed_at: at('15:00:01'),
    workflow_name: 'Leaver',
  }),
  action('later-2', 'Sync', { started_at: at('16:00:00'), completed_at: at('16:00:01') }),
  action('never-1', 'Sync', { state: 'SCHEDULED' }),
]
const alone = { identity_id: '', identity_name: '' }
const waiting = [
  action('waiting-1', 'Sync AD user', {
    ...alone,
    dry_run: true,
    started_at: at('08:00:00'),
    completed_at: at('08:00:02'),
  }),
  action('waiting-1', 'Remove access', {
    ...alone,
    dry_run: true,
    started_at: '2026-02-10T08:00:02Z',
    completed_at: '2026-02-10T08:00:06Z',
  }),
]
const named = [
  action('named-1', 'Sync', { identity_id: '', identity_name: 'Ada', started_at: at('08:00:00') }),
  action('named-2', 'Sync', { identity_id: '', identity_name: 'Ada', started_at: at('09:00:00') }),
  action('named-3', 'Sync', { identity_id: '', identity_name: 'ADA', started_at: at('10:00:00') }),
  action('named-4', 'Sync', { identity_id: 'x', identity_name: 'Ada', started_at: at('11:00:00') }),
]
const long = Array.from({ length: 234 }, (_, index) =>
  action('long-1', `Step ${index}`, {
    ...alone,
    started_at: new Date(Date.UTC(2026, 0, 1, 0, 0, index)).toISOString(),
    completed_at: new Date(Date.UTC(2026, 0, 1, 0, 0, index, 400)).toISOString(),
  }),
)

let server: TestServer

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await insertEvents(server.database.store.db, [
    ...joiner,
    ...others,
    ...waiting,
    ...named,
    ...long,
    ...awkward.map((task) => action(task, `of ${task}`, { ...alone, started_at: at('12:00:00') })),
  ])
})
afterAll(() => server.close())

const openPath = (path: string) => renderApp(path, { server, ...who })
const openTask = (task: string) => openPath(`/activity/tasks/${encodeURIComponent(task)}`)
const heading = (name: string | RegExp) => screen.findByRole('heading', { name })
/** The list of actions: what each item says. */
async function items(count: RegExp | string): Promise<string[]> {
  const section = (await heading(count)).closest('section')
  if (!section) throw new Error('the heading heads no section')
  return within(section)
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent)
}

describe('a task', () => {
  test('shows its actions by their start, the failing one, and what came after it', async () => {
    await openTask('joiner-1')
    const texts = await items('6 actions')
    const names = new Set(joiner.map(({ action_name }) => action_name))
    const links = screen.getAllByRole('link').map(({ textContent }) => textContent)
    expect(links.filter((name) => names.has(name))).toEqual([
      'Sync AD user',
      'Sync Okta user',
      'Create mailbox',
      'Add to groups',
      'Welcome the new hire',
      'Skipped long ago',
    ])
    expect(texts[2]).toContain(message)
    expect(texts[2]).toContain('1 more message')
    expect(texts[3]).toContain('Not run, because its conditions were not met, after the failure at 14:51:19')
    expect(texts[3]).toContain('Skipped, because an earlier action did not succeed.')
    expect(texts[4]).toContain('Waits for a prerequisite, after the failure at 14:51:19')
    // When it was skipped nobody has written down: it may have been before.
    expect(texts[5]).toMatch(/Not run, because its conditions were not met$/)
    expect(texts[0]).toContain('At the same time as Sync Okta user')
    expect(texts.slice(0, 3).join(' ')).not.toContain('after the failure')
  })

  test('says what became of it without more than its actions tell, whose it is and when it ran', async () => {
    await openTask('joiner-1')
    await heading('Joiner for Ada Lovelace')
    expect(document.body.textContent).toContain('Failed at Create mailbox; 3 of 6 actions have not run')
    const facts = [...document.querySelectorAll('dt')].map(({ textContent, nextElementSibling }) => [
      textContent,
      nextElementSibling?.textContent.trim(),
    ])
    expect(Object.fromEntries(facts)).toEqual({
      Identity: 'id-1 OktaUser',
      Policy: 'Workforce, version 1',
      Began: '2026-02-07 14:50:12',
      Ended: 'Not ended',
      Took: 'Not ended',
      Task: 'joiner-1',
    })
  })

  test('leads to its actions, each with the task behind it', async () => {
    const { user } = await openTask('joiner-1')
    await user.click(await screen.findByRole('link', { name: 'Create mailbox' }))
    const drawer = await screen.findByRole('dialog', { name: 'Create mailbox' })
    // Below the state, and among all its messages.
    expect(await within(drawer).findAllByText(message)).toHaveLength(2)
    expect(location.search).toBe('?policy_task=eq%3Ajoiner-1')
  })

  test('leads to all its events in the list', async () => {
    const { user } = await openTask('joiner-1')
    await user.click(await screen.findByRole('link', { name: 'All events of this task' }))
    await screen.findByText('6 matching events, all loaded')
    expect(location.search).toBe('?policy_task=eq%3Ajoiner-1')
  })

  test('folds a long pause, and says that it is a dry run', async () => {
    await openTask('waiting-1')
    expect(await items('2 actions')).toEqual([
      expect.stringContaining('Sync AD user'),
      '3 days of waiting',
      expect.stringContaining('Remove access'),
    ])
    expect(screen.getAllByText('Dry run')).toHaveLength(3)
    expect(document.body.textContent).toMatch(/Done\s+Dry run/)
  })

  test('has all its pages', async () => {
    await openTask('long-1')
    const texts = await items('234 actions')
    expect(texts).toHaveLength(234)
    expect(texts[233]).toContain('Step 233')
  })

  test.each(awkward)('is found by its address, whatever its name: %s', async (task) => {
    await openTask(task)
    await screen.findByRole('link', { name: `of ${task}` })
  })
})

describe('the tasks around it', () => {
  /** What the page says of them, by the words of the links. */
  async function around(task: string): Promise<string[]> {
    await openTask(task)
    const nav = await screen.findByRole('navigation', { name: 'Tasks of this identity' })
    return within(nav)
      .queryAllByRole('listitem')
      .map(({ textContent }) => textContent)
  }

  test('are those that began just before and after, and at the same moment', async () => {
    expect(await around('joiner-1')).toEqual([
      'Previous task: Mover, 2026-02-07 11:00:00',
      'Same moment, unknown order: Joiner, 2026-02-07 14:50:12',
      'Next task: Leaver, 2026-02-07 16:00:00',
    ])
  })

  test('are reached by keyboard', async () => {
    const { user } = await openTask('joiner-1')
    const next = await screen.findByRole('link', { name: 'Next task' })
    next.focus()
    await user.keyboard('{Enter}')
    await heading('Leaver for Ada Lovelace')
    expect(location.pathname).toBe('/activity/tasks/later-1')
    await screen.findByRole('link', { name: 'Previous task' })
  })

  test('are found by the name where there is no id, exactly', async () => {
    expect(await around('named-1')).toEqual(['Next task: Joiner, 2026-02-07 10:00:00'])
    expect(await around('named-2')).toEqual(['Previous task: Joiner, 2026-02-07 09:00:00'])
    expect(document.body.textContent).toContain('because this identity has no id')
  })

  test('have no order where nothing of it has started', async () => {
    await openTask('never-1')
    await screen.findByText('Unknown order: no start of this task was recorded.')
    expect(screen.queryByRole('link', { name: 'Next task' })).toBeNull()
  })
})

describe('a task that cannot be shown', () => {
  test.each(['/activity/tasks/no-such-task', '/activity/tasks/', '/activity/tasks/a/b'])(
    'has its own words: %s',
    async (path) => {
      await openPath(path)
      await heading('There is no such task')
    },
  )

  test('says so while it is read, is not, and is tried again', async () => {
    const end = instead(isList, () => refusal(409, 'Aborted', 'Something is in the way.'))
    const { user } = await openTask('joiner-1')
    await screen.findByText('Loading the task')
    await heading('This task could not be read')
    end()
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    await heading('6 actions')
    expect(screen.queryByRole('alert')).toBeNull()
  })

  test('offers no other try to whoever may not read it', async () => {
    instead(isList, () => refusal(403, 'PermissionDenied', 'You may not do this.'))
    await openTask('joiner-1')
    await heading('You may not read the activity log')
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull()
  })

  test('is not for who only reviews', async () => {
    await renderApp('/activity/tasks/joiner-1', { server, as: 'ana', roles: ['reviewer'] })
    await heading('The activity log is not for your account')
  })
})

test('a task of which an action can change is read again, and only such a task', async () => {
  const intervals = vi.spyOn(globalThis, 'setInterval')
  await openTask('waiting-1')
  await heading('2 actions')
  expect(intervals.mock.calls.map(([, ms]) => ms)).not.toContain(15_000)
  await openTask('joiner-1')
  await heading('6 actions')
  await waitFor(() => expect(intervals.mock.calls.map(([, ms]) => ms)).toContain(15_000))
})
