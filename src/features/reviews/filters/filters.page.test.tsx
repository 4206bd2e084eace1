import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, expect, inject, onTestFinished, test, vi } from 'vitest'
import { insertReview, rowsOf } from '#testing/insert-review.ts'
import { type OpenPage, renderApp } from '#testing/render-app.tsx'
import { aNode } from '#testing/review-data.ts'
import { fillIn } from '#testing/review-page.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
let id = ''
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  id = await insertReview(server, [
    ...rowsOf(['Ada'], {
      source: aNode('OktaUser', 'Ada', { department: 'Sales', Dept: 'Sales', cost: 'B' }),
    }),
    ...rowsOf(['Ben'], {
      source: aNode('OktaUser', 'Ben', { dept: 'Sales', cost: 'A', Cost: 'B' }),
      decision: 'RESULT_DECISION_REJECTED',
      notes: 'No access.',
    }),
    ...rowsOf(['Cleo'], { decision: 'RESULT_DECISION_ACCEPTED', signed_off_state: 'SIGNED_OFF' }),
  ])
})
afterAll(() => server.close())

const bars = () => screen.findAllByRole('group', { name: /^(Access|Review) filters$/ })

/** Opens the panel of a field. */
async function openPanel({ user }: OpenPage, label: string): Promise<HTMLElement> {
  const chips = (await bars()).flatMap((bar) =>
    within(bar).queryAllByRole('button', { name: new RegExp(`^${label}(: .* ".*|$)`) }),
  )
  const [chip] = chips
  if (!chip) throw new Error(`there is no filter of ${label}`)
  await user.click(chip)
  return screen.findByRole('dialog', { name: label })
}

const apply = ({ user }: OpenPage, panel: HTMLElement) =>
  user.click(within(panel).getByRole('button', { name: 'Apply' }))

async function compare(page: OpenPage, panel: HTMLElement, operator: string, value: string): Promise<void> {
  await page.user.selectOptions(within(panel).getByRole('combobox', { name: 'Operator' }), operator)
  await fillIn(page, within(panel).getByRole('textbox'), value)
  await apply(page, panel)
}

const text = (label: string, operator: string, value: string) => async (page: OpenPage) =>
  compare(page, await openPanel(page, label), operator, value)

const choices =
  (label: string, ...values: readonly string[]) =>
  async (page: OpenPage) => {
    const panel = await openPanel(page, label)
    for (const value of values)
      await page.user.click(within(panel).getByRole('checkbox', { name: new RegExp(`(^| )${value}$`) }))
    await apply(page, panel)
  }

const attribute = (name: string, operator: string, value: string) => async (page: OpenPage) => {
  await page.user.click(await screen.findByRole('button', { name: 'More …' }))
  const panel = await screen.findByRole('dialog', { name: 'Filter by an attribute' })
  await page.user.selectOptions(within(panel).getByRole('combobox', { name: 'Attribute' }), `Who: ${name}`)
  within(panel).getByText('Upper and lower case are the same.')
  await compare(page, panel, operator, value)
}

async function written(page: OpenPage): Promise<void> {
  await page.user.click(await screen.findByRole('button', { name: 'Query' }))
  const box = await screen.findByRole('combobox', { name: 'Access' })
  await fillIn(page, box, 'source.name sw "A" or not (destination.type eq "X")')
  await page.user.keyboard('{Enter}')
}

type Case = readonly [
  string,
  (page: OpenPage) => Promise<void>,
  { readonly filter?: string; readonly mutable_filter?: string },
  number,
]

/** Each kind of control once, and each operator of texts: what goes to the server, to the letter, and the rows it finds. */
const cases: readonly Case[] = [
  ['who contains', text('Who', 'contains', 'Ada'), { filter: 'source.name co "Ada"' }, 1],
  ['type of who is', text('Who: type', 'is', 'OktaUser'), { filter: 'source.type eq "OktaUser"' }, 3],
  ['what starts with', text('What', 'starts with', 'rep'), { filter: 'destination.name sw "rep"' }, 3],
  [
    'type of what is not',
    text('What: type', 'is not', 'S3Bucket'),
    { filter: 'destination.type ne "S3Bucket"' },
    0,
  ],
  ['permission ends with', text('May', 'ends with', 'Read'), { filter: 'abstract_permissions ew "Read"' }, 3],
  [
    'a text with quotes',
    text('Who', 'contains', 'O"Hara \\ Söhne'),
    { filter: String.raw`source.name co "O\"Hara \\ Söhne"` },
    0,
  ],
  [
    'an attribute of an entity',
    attribute('department', 'is', 'Sales'),
    { filter: 'source.department eq "Sales"' },
    1,
  ],
  [
    'an attribute with a capital letter, beside one without',
    async (page) => {
      await attribute('cost', 'is', 'A')(page)
      await screen.findByText('1 matching row')
      await attribute('Cost', 'contains', 'b')(page)
    },
    { filter: 'source.cost eq "A" and source.Cost co "b"' },
    1,
  ],
  [
    'one decision',
    choices('Decision', 'RESULT_DECISION_REJECTED'),
    { mutable_filter: 'decision eq "RESULT_DECISION_REJECTED"' },
    1,
  ],
  [
    'two decisions',
    choices('Decision', 'RESULT_DECISION_ACCEPTED', 'RESULT_DECISION_FIXED'),
    { mutable_filter: '(decision eq "RESULT_DECISION_ACCEPTED" or decision eq "RESULT_DECISION_FIXED")' },
    1,
  ],
  ['sign-off', choices('Sign-off', 'SIGNED_OFF'), { mutable_filter: 'signed_off_state eq "SIGNED_OFF"' }, 1],
  ['note contains', text('Note', 'contains', 'access'), { mutable_filter: 'notes co "access"' }, 1],
  ['reviewer contains', text('Reviewer', 'contains', 'ana'), { mutable_filter: 'reviewers co "ana"' }, 3],
  [
    'both texts at once',
    async (page) => {
      await text('Who', 'contains', 'Ada')(page)
      await screen.findByText('1 matching row')
      await choices('Decision', 'RESULT_DECISION_NONE')(page)
    },
    { filter: 'source.name co "Ada"', mutable_filter: 'decision eq "RESULT_DECISION_NONE"' },
    1,
  ],
  ['a written query', written, { filter: 'source.name sw "A" or not (destination.type eq "X")' }, 3],
]

/** The texts of the filters of the newest list that was asked for. */
function newestList() {
  const spy = vi.spyOn(globalThis, 'fetch')
  onTestFinished(() => spy.mockRestore())
  return () => {
    const urls = spy.mock.calls.map(([input]) => new URL(input instanceof Request ? input.url : input))
    const params = urls.findLast(({ pathname }) => pathname.endsWith('/positions'))?.searchParams
    return {
      filter: params?.get('filter') ?? undefined,
      mutable_filter: params?.get('mutable_filter') ?? undefined,
    }
  }
}

test.each(cases)('%s: the same text when it is set and in a pasted link', async (_, set, wanted, count) => {
  const asked = newestList()
  const counted = count === 1 ? '1 matching row' : `${count} matching rows`
  const page = await renderApp(`/reviews/${id}`, { server, as: 'root', roles: ['admin'] })
  await screen.findByText('3 rows')
  await set(page)
  await screen.findByText(counted)
  await waitFor(() => expect(asked()).toEqual(wanted))
  const link = location.pathname + location.search
  await renderApp(link, { server, as: 'root', roles: ['admin'] })
  await screen.findByText(counted)
  expect(asked()).toEqual(wanted)
})

test('a tab narrows the rows and leaves the filter on access as it is', async () => {
  const asked = newestList()
  const search = `?filter=${encodeURIComponent('source.name co "Ben"')}`
  const { user } = await renderApp(`/reviews/${id}${search}`, { server, as: 'root', roles: ['admin'] })
  const tabs = await screen.findByRole('navigation', { name: 'Rows by decision' })
  await user.click(within(tabs).getByRole('link', { name: /^Rejected/ }))
  await waitFor(() => expect(asked().mutable_filter).toBe('decision eq "RESULT_DECISION_REJECTED"'))
  expect(asked().filter).toBe('source.name co "Ben"')
})
