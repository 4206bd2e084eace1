import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { insertEvents } from '#testing/action-events.ts'
import { activityPath, listsAsked } from '#testing/activity-page.ts'
import { events } from '#testing/many-events.ts'
import { renderApp } from '#testing/render-app.tsx'
import { aRow, insertCertification, insertWorkflow } from '#testing/review-data.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

type Case = {
  /** The query of the address. */
  readonly search: string
  /** What the screen names, one text a parameter. */
  readonly names: readonly string[]
  /** A part of what it says of it. */
  readonly says: string
  /** The query once that is out. */
  readonly rest?: string
  /** What the list of the rest asks for. */
  readonly filter?: string
}

const long = `co:${'x'.repeat(9000)}`
/** A case of one parameter, which is shown as it stands in the address. */
const one = (search: string, says: string): Case => ({ search, names: [search], says })

const ofActivity: readonly Case[] = [
  one('any_changes=maybe', 'Changes is true or false.'),
  one('workflow_name=sw:Join', 'Workflow cannot be compared with sw (starts with), only with eq (is) or co'),
  one('foo=bar', 'This list has no such filter. It has state, policy_task'),
  one('State=ERRORED', 'This list has no such filter.'),
  one('state=', 'State has no such value. It is one of INITIAL, RUNNING'),
  one('identity_name=smith', 'Identity needs a comparison and a colon before its text: eq (is)'),
  one('identity_name=co:', 'Identity has no value.'),
  one('identity_name=gt:smith', 'Identity cannot be compared with gt (after)'),
  one('policy_id=co:x', 'Policy id cannot be compared with co (contains), only with eq (is).'),
  one('identity_id=co:%FF', 'This is not valid percent-encoding'),
  one('identity_name=co:100%', 'This is not valid percent-encoding'),
  one('jobs_started=3x', 'Jobs is a whole number'),
  one('jobs_started=99999999999', 'Jobs is a whole number'),
  one('started_at=2026-01-01', 'Started needs a comparison and a colon before its time: gt (after)'),
  one('started_at=ge:yesterday', 'Started is compared with a date and time with its offset from UTC'),
  one('completed_at=lt:2026-02-30T00:00:00Z', 'Completed is compared with a date and time'),
  one('order_by=messages', 'order_by takes one of started_at'),
  one('filter=nme', 'One of eq, ne, co, sw'),
  {
    search: `identity_name=${long}`,
    names: [`identity_name=${long}`.slice(0, 120)],
    says: 'The filter is too long.',
  },
  {
    search: 'identity_name=co:a&identity_name=co:b',
    names: ['identity_name=co:a', 'identity_name=co:b'],
    says: 'Identity can stand once in a link.',
  },
  {
    search: 'started_at=ge:2026-01-01T00:00:00Z&started_at=gt:2026-01-02T00:00:00Z',
    names: ['started_at=ge:2026-01-01T00:00:00Z', 'started_at=gt:2026-01-02T00:00:00Z'],
    says: 'Started has two beginnings.',
  },
  {
    search: 'order_by=state&order_by=policy_id',
    names: ['order_by=state', 'order_by=policy_id'],
    says: 'order_by can stand once in a link.',
  },
  {
    search: 'filter=not+(any_changes+eq+true)&state=ERRORED',
    names: ['state=ERRORED'],
    says: 'State cannot stand beside filter',
    rest: 'filter=not+(any_changes+eq+true)',
    filter: 'not (any_changes eq true)',
  },
  {
    search: 'state=ERRORED&filter=nme+eq+"x"&utm_source=mail',
    names: ['filter=nme eq "x"'],
    says: 'There is no such field to filter by.',
    rest: 'state=ERRORED&utm_source=mail',
    filter: 'state eq "ERRORED"',
  },
  {
    search: 'state=ERRORED&any_changes=maybe&sate=NEW&gclid=1',
    names: ['any_changes=maybe', 'sate=NEW'],
    says: 'Changes is true or false.',
    rest: 'state=ERRORED&gclid=1',
    filter: 'state eq "ERRORED"',
  },
]

const ofReview: readonly Case[] = [
  one('colour=red', 'This list has no such filter. It has source.type'),
  one('source.name=ada', 'Who needs a comparison and a colon before its text: co (contains)'),
  one('source.department=gt:x', 'Who: department cannot be compared with gt (after)'),
  one('decision=MAYBE', 'Decision has no such value. It is one of RESULT_DECISION_NONE'),
  one('signed_off_state=', 'Sign-off has no such value. It is one of NOT_SIGNED_OFF, SIGNED_OFF.'),
  one('reviewers=co:%E0%A4', 'This is not valid percent-encoding'),
  one('order_by=notes', 'order_by takes one of result_id'),
  one('mutable_filter=decision', 'One of eq, ne, co, sw'),
  {
    search: 'filter=source.name+co+"a"&filter=source.name+co+"b"',
    names: ['filter=source.name co "a"', 'filter=source.name co "b"'],
    says: 'filter can stand once in a link.',
  },
  {
    search: 'source.name=co:a&notes=x&mc_cid=1',
    names: ['notes=x'],
    says: 'Note needs a comparison',
    rest: 'source.name=co:a&mc_cid=1',
    filter: 'source.name co "a"',
  },
]

const ofReviews: readonly Case[] = [
  one(
    'phase=paused',
    'There is no such phase. A phase is one of searching (“Gathering rows”), draft, in progress',
  ),
  one('sort=color', 'sort can stand once in a link: one of name, due, progress, created, then asc or desc.'),
  one('state=ERRORED', 'This list has no such filter. It has q, phase, sort.'),
  one('q=%FF', 'This is not valid percent-encoding'),
  { search: 'q=a&q=b', names: ['q=a', 'q=b'], says: 'q can stand once in a link.' },
  {
    search: 'phase=draft&page=2&fbclid=1',
    names: ['page=2'],
    says: 'This list has no such filter.',
    rest: 'phase=draft&fbclid=1',
  },
]

let server: TestServer

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  const { db } = server.database.store
  await insertEvents(db, events.slice(-200))
  await insertWorkflow(db, { workflow_id: 'w1' })
  await insertCertification(db, { certification_id: 'c1', workflow_id: 'w1' }, [aRow({}), aRow({})])
})
afterAll(() => server.close())

/** What may be asked for in an address that cannot be read: who asks, and of a review what it is and what happens in it. */
const harmless = [
  /^\/app\/v1\/session$/,
  /^\/api\/preview\/awf\/certifications\/[^/]+$/,
  /^\/app\/v1\/certifications\/[^/]+\/(context|changes)$/,
]
const listsIn = (read: readonly URL[]) =>
  read
    .filter(({ pathname }) => !harmless.some((path) => path.test(pathname)))
    .map(({ pathname, search }) => pathname + search)

const inOrder = (one: string, other: string) => (one < other ? -1 : 1)

/** Opens an address, sees each part named and nothing asked for, and shows the list without what cannot be read. */
async function walk(
  address: string,
  asked: Case,
  answered: () => HTMLElement | Promise<HTMLElement>,
  as?: string,
) {
  const page = await renderApp(`${address}?${asked.search}`, {
    server,
    ...(as === undefined ? {} : { as, roles: ['admin'] }),
  })
  const notice = () => screen.findByText('Part of this link could not be read')
  const alert = (await notice()).closest<HTMLElement>('[role="alert"]')
  if (!alert) throw new Error('the notice is no alert')
  const names = [...alert.querySelectorAll('li code')].map(({ textContent }) =>
    textContent.replace(/ … .*/, ''),
  )
  expect(names.toSorted(inOrder)).toEqual(asked.names.toSorted(inOrder))
  expect(alert.textContent).toContain(asked.says)
  expect(listsIn(page.read)).toEqual([])

  await page.user.click(within(alert).getByRole('button', { name: /^Show without (it|them)$/ }))
  await waitFor(() => expect(screen.queryByText('Part of this link could not be read')).toBeNull())
  await answered()
  expect(decodeURIComponent(location.search)).toBe(
    asked.rest === undefined ? '' : decodeURIComponent(`?${asked.rest}`),
  )
  return page
}

test.each(ofActivity.map((asked) => [asked.search.slice(0, 80), asked] as const))(
  'T12 %s of the activity asks for no list, names each part and offers the rest',
  async (_, asked) => {
    const words = asked.filter === undefined ? / events loaded$|events, all loaded$/ : / matching events?/
    const { read } = await walk(activityPath(), asked, () => screen.findByText(words))
    await waitFor(() =>
      expect(new Set(listsAsked(read).map(({ filter }) => filter))).toEqual(new Set([asked.filter ?? null])),
    )
  },
)

test.each(ofReview.map((asked) => [asked.search.slice(0, 80), asked] as const))(
  'T12 %s of a review asks for no positions, names each part and offers the rest',
  async (_, asked) => {
    const { read } = await walk('/reviews/c1', asked, () => screen.findByRole('main'), 'ada')
    const positions = () => read.filter(({ pathname }) => pathname.endsWith('/positions'))
    await waitFor(() =>
      expect(positions().map(({ searchParams }) => searchParams.get('filter'))).toEqual([
        asked.filter ?? null,
      ]),
    )
  },
)

test.each(ofReviews.map((asked) => [asked.search.slice(0, 80), asked] as const))(
  'T12 %s of the list of reviews asks for no list, names each part and offers the rest',
  async (_, asked) => {
    const { read } = await walk('/reviews', asked, () => screen.findByRole('searchbox'), 'ada')
    await waitFor(() => expect(read.some(({ pathname }) => pathname.endsWith('/certifications'))).toBe(true))
  },
)
