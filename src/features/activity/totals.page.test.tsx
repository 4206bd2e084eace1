import { fireEvent, screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import { maxSheetRows } from '#contract/export-job.ts'
import { anEvent, insertEvents } from '#testing/action-events.ts'
import { holdBack, instead, isList, refusal } from '#testing/activity-answers.ts'
import { eventPath, openDrawer } from '#testing/activity-drawer.ts'
import { importEvents } from '#testing/activity-import.ts'
import { activityPath, countLine } from '#testing/activity-page.ts'
import { judge, placeOf, storiesOf } from '#testing/failure-oracle.ts'
import { FilterControls } from '#testing/filter-controls.ts'
import { renderApp } from '#testing/render-app.tsx'
import { expectTotals, type Total } from '#testing/spoken-numbers.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

// Every number that the screens of the activity log say is exact, or says of itself that it is not. Each test has a table of the
// numbers of a screen, and of what is true: counted in the store by statements of this file's own; what became of failures is
// told by the oracle, event by event.

const minuteMs = 60_000
const day = 24 * 60
const now = Math.floor(Date.now() / minuteMs) * minuteMs - minuteMs
const ago = (minutes: number) => new Date(now - minutes * minuteMs).toISOString()
/** `aaa`, `aab`, …: names without digits. */
const letters = (index: number) =>
  String.fromCodePoint(...[676, 26, 1].map((place) => 97 + (Math.floor(index / place) % 26)))
const times = <T,>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index))

const plain = (more: Partial<ActionEvent>) =>
  anEvent({ policy_id: 'policy', extraction_event: 'extraction', ...more })
let tasks = 0
function at(minutes: number, more: Partial<ActionEvent>): ActionEvent {
  tasks += 1
  const time = ago(minutes)
  return plain({ policy_task: `task ${letters(tasks)}`, started_at: time, completed_at: time, ...more })
}
const person = (index: number) => ({
  identity_id: `id ${letters(index)}`,
  identity_name: `Person ${letters(index)}`,
  workflow_name: ['Joiner', 'Mover', 'Leaver'][index % 3] ?? '',
  action_name: 'Create mailbox',
})
const quota = (index: number, minutes: number) =>
  at(minutes, {
    ...person(index),
    state: 'ERRORED',
    messages: [`Quota of "Person ${letters(index)}" is used up`],
  })
const step = (index: number, minutes: number) =>
  at(minutes, {
    ...person(0),
    action_name: `Step ${letters(index)}`,
    state: 'ERRORED',
    messages: [`The step called ${letters(index)} is not allowed`],
  })
const noTimes = { started_at: null, completed_at: null }
const others = 56

/** 120 identities of one cause, 30 repaired, 5 in a trial only, 3 tried again; 56 causes of one event each; some events that wait. */
let events: readonly ActionEvent[] = [
  ...times(120, (index) => quota(index, (index % 40) * day + 60)),
  ...times(30, (index) => at(30, person(index))),
  ...times(5, (index) => at(30, { ...person(30 + index), dry_run: true })),
  ...times(3, (index) => at(30, { ...person(35 + index), state: 'RUNNING', completed_at: null })),
  ...times(others, (index) => step(index, index * 60 + 90)),
  ...times(6, (index) => at(0, { ...person(index), ...noTimes, state: 'SCHEDULED', action_type: 'PAUSE' })),
  ...times(4, (index) => at(index * 5, { ...person(1), policy_task: 'short', action_name: letters(index) })),
]
/** More events than are counted for the list; 1,030 of them are of one task, of which 1,000 are read. */
const bulk = times(11_000, (index) => {
  const more = index < 1030 ? { policy_task: 'long', action_name: `Part ${letters(index)}` } : {}
  const isRare = index === 200 || index === 400 || index === 1020
  const seldom = isRare ? ({ state: 'SKIPPED', dry_run: true } as const) : {}
  const open = index === 300 || index === 1010 ? { completed_at: null } : {}
  return at((11_000 - index) * 5, { ...person(index % 120), ...more, ...seldom, ...open })
})
/** Failures that nobody has found the cause of yet: of those of the quota, and of one that is new. */
const unsorted = [...times(6, (index) => quota(index, 10)), quota(130, 10), step(others, 10)]

let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await importEvents(server, 'events.ndjson', events)
})
afterAll(() => server.close())

const open = (path: string) => renderApp(path, { server, as: 'eve', roles: ['auditor'] })
const query = async <Row extends object>(text: string) =>
  (await server.database.store.database.pool.query<Row>(text)).rows
/** How many events, or values of them, there are where a condition of SQL holds. */
async function count(where: string, what = '*'): Promise<number> {
  const [row] = await query<{ count: number }>(
    `SELECT count(${what})::integer AS count FROM action_event WHERE ${where}`,
  )
  return row?.count ?? 0
}
/** How many events have each value of a column, as it stands on the screen. */
async function valuesOf(
  column: string,
  where = 'true',
  words = (value: string) => `${value}: #`,
): Promise<readonly Total[]> {
  const rows = await query<{ value: string; count: number }>(
    `SELECT ${column} AS value, count(*)::integer AS count FROM action_event WHERE ${where} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20`,
  )
  return rows.map((row) => [words(row.value), row.count])
}
const failed = `state = 'ERRORED'`
const started = 'started_at IS NOT NULL'
const ofQuota = `${failed} AND messages[1] LIKE 'Quota%'`
const people = 'DISTINCT (identity_type, identity_id)'

const isQuota = ({ messages: [first] }: ActionEvent) => first?.startsWith('Quota') ?? false
/** At how many places something has become of the failures of the quota. */
const became = (outcome: string) =>
  [...storiesOf(events)].filter(
    ([, story]) => story.some(isQuota) && judge(story, isQuota).became === outcome,
  ).length
const places = () => new Set(events.filter(isQuota).map(placeOf)).size
/** A number that is not said where it is nought. */
const some = (words: string, truth: number): readonly Total[] => (truth > 0 ? [[words, truth]] : [])
const outcomes = (before: string): readonly Total[] => [
  [`${before}still broken`, became('STILL_BROKEN')],
  ...some(`${before}running again`, became('RUNNING_AGAIN')),
  [`${before}fixed later`, became('FIXED')],
]

const main = () => screen.getByRole('main')
const bars = (name = /in the bars/) => screen.findByRole('img', { name })
const line = () => screen.findByRole('region', { name: 'Why actions failed' })
const dialog = (name: string) => screen.findByRole('dialog', { name })
async function causePath(): Promise<string> {
  const [row] = await query<{ cause_id: string }>(
    `SELECT cause_id FROM action_event WHERE ${ofQuota} AND cause_id IS NOT NULL LIMIT 1`,
  )
  return `/activity/failures/${row?.cause_id}`
}
/** What an event says of itself. */
const ofEvent: readonly Total[] = [
  ['# job', 1],
  ['Jobs: #', 1],
  ['SHA-#', 256],
]
/** What an export says of any export. */
const ofExports: readonly Total[] = [
  ['SHA-#', 256],
  ['up to # rows', maxSheetRows],
]
const imported: Total = ['# lines', events.length] // of the only import

/** What the bars say in words, of the events of which a condition holds. */
const inBars = async (where = 'true'): Promise<readonly Total[]> => [
  [
    '# events in the bars, # failed',
    await count(`${where} AND ${started}`),
    await count(`${where} AND ${failed}`),
  ],
]
const notStarted = async (): Promise<Total> => ['Untimed: # not started', await count('started_at IS NULL')]
/** What the line of causes says: the largest cause, two others, and how many there are. */
const inLine = async (): Promise<readonly Total[]> => [
  ['# × Quota', await count(ofQuota)],
  ...outcomes('Quota > # '),
  ['Quota > # identities', await count(ofQuota, people)],
  ['Quota > # more', (await count(ofQuota, 'DISTINCT workflow_name')) - 1],
  ['# × The step', 1],
  ['The step > #', 1],
  ['All # causes', await count(failed, "DISTINCT regexp_replace(messages[1], '\"[^\"]*\"', '')")],
]
/** Of the largest cause; six weeks stand in bars of a week each, from Monday on. */
async function busiestWeek(): Promise<number> {
  const [row] = await query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM action_event WHERE ${ofQuota}
     GROUP BY date_trunc('week', started_at::timestamptz AT TIME ZONE 'UTC') ORDER BY 1 DESC LIMIT 1`,
  )
  return row?.count ?? 0
}
/** What the figures of the largest cause say, on the board and on its own page. */
const figures = async (group: string): Promise<readonly Total[]> => [
  [`${group}Fullest bar: # events`, await busiestWeek()],
  [`${group}# events`, await count(ofQuota)],
  [`${group}# identities`, await count(ofQuota, people)],
  ...outcomes(`${group}# `),
]

describe('exactly', () => {
  test('the list with its bars and causes', async () => {
    await open(activityPath())
    await bars()
    await line()
    const all: Total = ['# of # events loaded', 100, await count('true')]
    expectTotals(main(), [all, ...(await inBars()), await notStarted(), ...(await inLine()), imported])
  })

  test('a list that is loaded whole, in the number of its rows too', async () => {
    await open(activityPath('action_type=PAUSE'))
    await countLine(/all loaded$/)
    await screen.findByText(/so there are no bars/)
    const waiting = await count(`action_type = 'PAUSE'`)
    expectTotals(main(), [
      ['# matching events, all loaded', waiting],
      ['Untimed: # not started', waiting],
      imported,
    ])
    expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe(String(waiting + 1))
  })

  test('a list whose next rows cannot be read, and which is not all for that', async () => {
    await open(activityPath())
    await bars()
    await line()
    instead(
      (url) => isList(url) && url.searchParams.has('page_token'),
      () => refusal(400, 'InvalidArgument', 'That took too long.'),
    )
    const scroller = screen.getByRole('grid').parentElement
    if (!scroller) throw new Error('the table is nowhere')
    scroller.scrollTop = 3_000
    fireEvent.scroll(scroller)
    await screen.findByText(/^More events could not be read/)
    const all: Total = ['# of # events loaded', 100, await count('true')]
    expectTotals(main(), [all, ...(await inBars()), await notStarted(), ...(await inLine()), imported])
    expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('-1')
  })

  test('the range that is being chosen from the bars', async () => {
    const { user } = await open(activityPath('state=ERRORED'))
    await bars()
    await line()
    const [from] = screen.getAllByRole('slider')
    from?.focus()
    await user.keyboard('{ArrowRight}{ArrowLeft}')
    const chosen: Total = ['# events: # Failed', await count(failed), await count(failed)]
    const all: Total = ['# of # matching events loaded', 100, await count(failed)]
    expectTotals(main(), [chosen, all, ...(await inBars(failed)), ...(await inLine()), imported])
  })

  test('the bars as a table', async () => {
    const { user } = await open(activityPath())
    await bars()
    await user.click(screen.getByRole('button', { name: 'Show as table' }))
    const table = await screen.findByRole('table')
    expectTotals(await dialog('Events by time'), [...(await inBars()), await notStarted()])
    const rows = within(table).getAllByRole('row').slice(1)
    const sum = (column: number) =>
      rows.reduce((total, { children }) => total + Number(children[column]?.textContent), 0)
    expect([sum(1), sum(2)]).toEqual([await count(started), await count(failed)])
  })

  test.each([
    ['State', 'state', 'ERRORED'],
    ['Workflow', 'workflow_name', 'Joiner'],
    ['Identity', 'identity_name', 'Person aaa'],
  ])('the values in the control of %s', async (label, column, some) => {
    const page = await open(activityPath())
    await bars()
    const panel = await new FilterControls(page).openPanel(label)
    await panel.findByRole('checkbox', { name: new RegExp(some) })
    const more = (await count('true', `DISTINCT ${column}`)) - 20
    const others: readonly Total[] = more > 0 ? [['and # more', more]] : []
    const unused: readonly Total[] = label === 'State' ? [[': #', 0]] : []
    expectTotals(await dialog(label), [...(await valuesOf(column)), ...others, ...unused])
  })

  test('the board', async () => {
    const { user } = await open('/activity/failures')
    await screen.findByRole('list', { name: 'Causes' })
    const causes = others + 1
    const shared: readonly Total[] = [
      ['# failed events of # causes', await count(failed), causes],
      ...(await figures('Quota > ')),
      ...(await valuesOf('workflow_name', ofQuota, (value) => `Quota > ${value} #`)),
      ['Create mailbox #', await count(ofQuota)],
      ['The step > #', 1],
    ]
    expectTotals(main(), [...shared, ['# causes of # shown', 50, causes], ['Show # more', causes - 50]])
    await user.click(screen.getByRole('button', { name: /^Show/ }))
    expectTotals(main(), shared)
  })

  test('a cause, its identities, and the exports of both', async () => {
    const { user } = await open(await causePath())
    await screen.findByRole('button', { name: 'Load more' })
    const shown: readonly Total[] = [
      ['Its # events', await count(ofQuota)],
      ...(await figures('')),
      ...(await valuesOf('workflow_name', ofQuota, (value) => `${value}, #`)),
      ['Create mailbox, #', await count(ofQuota)],
      ['Workforce, #', await count(ofQuota)],
      ['All #', places()],
      ['Still broken #', became('STILL_BROKEN')],
      ['Running again #', became('RUNNING_AGAIN')],
      ['Fixed later #', became('FIXED')],
    ]
    expectTotals(main(), shown)
    await user.click(screen.getByRole('button', { name: 'Load more' }))
    await screen.findByText(/^All/, { selector: 'p' })
    expectTotals(main(), [['All # loaded', places()], ...shown])
    await user.click(screen.getByRole('button', { name: 'Export identities …' }))
    const identities = await dialog('Export identities')
    await within(identities).findByRole('button', { name: /^Export \d/ })
    expectTotals(identities, [['# identities at their places', places()], ...ofExports])
    await user.click(screen.getByRole('button', { name: 'Cancel' }))
    await user.click(screen.getByRole('button', { name: 'Export events …' }))
    const exported = await dialog('Export workflow actions')
    await within(exported).findByRole('button', { name: /^Export \d/ })
    expectTotals(exported, [['# events', await count(ofQuota)], ...ofExports])
  })

  test('a failed event, and its task in short', async () => {
    await open(eventPath(events[0] ?? quota(0, 0)))
    const drawer = await openDrawer('Cause')
    await within(drawer).findByRole('link', { name: /with this cause$/ })
    await within(drawer).findByText('1 action', { exact: false })
    expectTotals(drawer, [
      ['One of # with this cause', await count(ofQuota)],
      ['Its task, # action', 1],
      ...ofEvent,
    ])
  })

  test('a task', async () => {
    await open('/activity/tasks/short')
    const actions = await count(`policy_task = 'short'`)
    await screen.findByRole('heading', { name: `${actions} actions` })
    expectTotals(main(), [
      ['# actions', actions],
      ['# job', 1],
    ])
  })

  test('nothing is said of the list before while the next one is read', async () => {
    const page = await open(activityPath())
    await bars()
    await line()
    const letGo = [holdBack(isList), holdBack(({ pathname }) => /:summary$|\/failures$/.test(pathname))]
    await new FilterControls(page).choose('State', 'ERRORED')
    await countLine('Loading …')
    await waitFor(() => expectTotals(main(), [imported]))
    letGo[0]?.()
    await countLine(/matching events loaded$/)
    const rows: Total = ['# of # matching events loaded', 100, await count(failed)]
    await waitFor(() => expectTotals(main(), [rows, imported]))
    letGo[1]?.()
  })
})

describe('where not all is counted', () => {
  test('what is new', async () => {
    await open(activityPath())
    await countLine(/ events loaded$/)
    await bars()
    await line()
    const before = await count('true')
    const shown: readonly Total[] = [
      ['# of # events loaded', 100, before],
      ...(await inBars()),
      await notStarted(),
      ...(await inLine()),
      imported,
    ]
    events = [...events, ...bulk]
    // At once, so that it is told at once.
    await server.database.store.db.transaction().execute((transaction) => insertEvents(transaction, bulk))
    await screen.findByRole('button', { name: /new$/ }, { timeout: 20_000 })
    await countLine(/^Since this list was read/)
    expectTotals(main(), [['# new', bulk.length], ...shown])
  }, 60_000)

  test('the list, whose bars are all', async () => {
    await open(activityPath())
    await bars()
    await line()
    const all: Total = ['# of # events loaded', 100, await count('true')]
    expectTotals(main(), [all, ...(await inBars()), await notStarted(), ...(await inLine()), imported])
    expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('-1')
  })

  test('the bars of the newest days, and the values that come with them', async () => {
    const blocker = await server.database.store.database.openClient('totals test')
    onTestFinished(() => blocker.end())
    await blocker.query('BEGIN')
    // The whole is counted by hours; the newest days are not.
    await blocker.query('LOCK TABLE event_hour')
    const page = await open(activityPath())
    await bars(/^Newest \d+ days are shown/)
    await line()
    expectTotals(main(), [
      ['# of # events loaded', 100, await count('true')],
      ...(await inBars()),
      ...(await inLine()),
      imported,
    ])
    const panel = await new FilterControls(page).openPanel('State')
    await panel.findByText(/^Newest/)
    expectTotals(await dialog('State'), [...(await valuesOf('state')), [': #', 0]])
  })

  test('a task that is not read whole, and its event', async () => {
    await open('/activity/tasks/long')
    const of = async (where: string) => await count(`policy_task = 'long' AND ${where}`)
    // By its text: to ask for the role of each of a thousand items takes long.
    await screen.findByText(/^At least/, { selector: 'h2' }, { timeout: 20_000 })
    const actions = await of('true')
    expectTotals(main(), [
      ['first # by their start', 1000],
      ['# done and # skipped', await of(`state = 'COMPLETED'`), await of(`state = 'SKIPPED'`)],
      ['# job', 1],
      ['At least # action ran without', await of(`completed_at IS NULL AND state = 'COMPLETED'`)],
      ['At least # actions', actions],
      ['# of those that are read have not run', await of(`state = 'SKIPPED'`)],
      ['# of those that are read', await of('dry_run')],
    ])
    await open(eventPath({ policy_task: 'long', action_name: 'Part aaa' }))
    const drawer = await openDrawer('Timing')
    await within(drawer).findByText(/^Its task, at least/)
    expectTotals(drawer, [
      ['at least # actions', actions],
      ['# after these', actions - 8],
      ['# job', 1],
      ['Jobs: #', 1],
    ])
  }, 60_000)

  describe('as causes are being found,', () => {
    beforeAll(async () => {
      events = [...events, ...unsorted]
      await insertEvents(server.database.store.db, unsorted)
    })

    test('the line of causes', async () => {
      await open(activityPath('state=ERRORED'))
      await bars()
      await line()
      const all: Total = ['# of # matching events loaded', 100, await count(failed)]
      const again: Total = ['Quota > # broken again', became('BROKEN_AGAIN')]
      expectTotals(main(), [all, ...(await inBars(failed)), again, ...(await inLine()), imported])
    })

    test('the board', async () => {
      await open('/activity/failures')
      await screen.findByRole('list', { name: 'Causes' })
      const causes = others + 2
      expectTotals(main(), [
        ['# failed events', await count(failed)],
        ['# whose cause is not known yet', unsorted.length],
        ['Quota > # broken again', became('BROKEN_AGAIN')],
        [': # of # causes', (await count(failed)) - unsorted.length, causes],
        ...(await figures('Quota > ')),
        ...(await valuesOf('workflow_name', ofQuota, (value) => `Quota > ${value} #`)),
        ['Create mailbox #', await count(ofQuota)],
        ['The step > #', 1],
        ['# causes of # so far shown', 50, causes],
        ['Show # more', others + 1 - 50],
      ])
    })

    test('a cause, and an event of it', async () => {
      await open(await causePath())
      await screen.findByRole('button', { name: 'Load more' })
      expectTotals(main(), [
        ['The cause of # failed events is not known yet', unsorted.length],
        ['Its # events', await count(ofQuota)],
        ...(await figures('')),
        ...(await valuesOf('workflow_name', ofQuota, (value) => `${value}, #`)),
        ['Create mailbox, #', await count(ofQuota)],
        ['Workforce, #', await count(ofQuota)],
        ['All #', places()],
        ['Still broken #', became('STILL_BROKEN')],
        ['# broken again', became('BROKEN_AGAIN')],
        ['Broken again #', became('BROKEN_AGAIN')],
        ['Fixed later #', became('FIXED')],
      ])
      await open(eventPath(events[0] ?? quota(0, 0)))
      const drawer = await openDrawer('Cause')
      await within(drawer).findByRole('link', { name: /with this cause$/ })
      expectTotals(drawer, [
        ['# with this cause', await count(ofQuota)],
        ['Its task, # action', 1],
        ...ofEvent,
      ])
    })
  })
})
