import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { insertReview, rowsOf } from '#testing/insert-review.ts'
import { type OpenPage, renderApp } from '#testing/render-app.tsx'
import { aNode, type GivenRow } from '#testing/review-data.ts'
import { changesSent } from '#testing/review-page.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
let id = ''

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
})
afterAll(() => server.close())

const of = (name: string, department: string | undefined, more: Partial<GivenRow> = {}) =>
  rowsOf([name], {
    source: aNode('OktaUser', name, department === undefined ? {} : { department }),
    ...more,
  })
const rows = [
  ...of('Cleo', 'Sales'),
  ...of('Ada', 'Finance', { decision: 'RESULT_DECISION_ACCEPTED' }),
  ...of('Ben', 'Sales'),
  ...of('Ada', 'Finance'),
  ...of('Dora', undefined),
  ...of('Ada', 'Finance', { signed_off_state: 'SIGNED_OFF', decision: 'RESULT_DECISION_REJECTED' }),
]

beforeEach(async () => {
  id = await insertReview(server, rows)
})

const open = (search = '?group=source', roles: 'reviewer' | 'auditor' = 'reviewer') =>
  renderApp(`/reviews/${id}${search}`, {
    server,
    as: roles === 'reviewer' ? 'ana' : 'audra',
    roles: [roles],
  })
const tree = () => screen.findByRole('treegrid', { name: 'Rows of the review' })
const header = (name: string) => screen.findByRole('row', { name: new RegExp(`^${name} .*\\d rows?,`) })
const lines = () => screen.getAllByRole('row').filter((row) => row.hasAttribute('aria-level'))
const attributes = (row: HTMLElement) =>
  ['level', 'posinset', 'setsize', 'expanded']
    .map((name) => row.getAttribute(`aria-${name}`) ?? '-')
    .join(' ')
const names = () =>
  lines().map((row) => /(Ada|Ben|Cleo|Dora|Sales|Finance|No department)/.exec(row.textContent)?.[0])
const marked = () => document.querySelector('[data-active]')
const dialogs = () => [...document.querySelectorAll('dialog[open]')]
/** What is said stands below the table, and is announced. */
const said = (text: RegExp) => screen.findAllByText(text)
/** Presses keys on the table, once its rows are here. */
const press = async ({ user }: OpenPage, text: string) => {
  const grid = await tree()
  await waitFor(() => expect(grid.textContent).not.toContain('Loading …'))
  if (document.activeElement !== grid) grid.focus()
  await user.keyboard(text)
}

describe('a grouped list', () => {
  test('a range passes over a closed group, and headers say how many of their rows are chosen', async () => {
    const page = await open()
    await press(page, '{Home}{Alt>}{ArrowDown}{ArrowDown}{/Alt}{ArrowLeft}')
    await waitFor(async () => expect((await header('Cleo')).getAttribute('aria-expanded')).toBe('false'))
    const rowOf = (name: string) =>
      lines().find(
        (row) => row.textContent.startsWith(name) && !/rows?,/.test(row.textContent),
      ) as HTMLElement
    await page.user.click(within(rowOf('Ben')).getByRole('checkbox'))
    await page.user.keyboard('{Shift>}')
    await page.user.click(within(rowOf('Dora')).getAllByText('Dora')[0] as HTMLElement)
    await page.user.keyboard('{/Shift}')
    await screen.findAllByText('2 chosen')
    expect((await header('Cleo')).textContent).not.toContain('chosen')
    expect((await header('Dora')).textContent).toContain('1 chosen')
  })

  test('has headers with counts, and true levels, places and sizes', async () => {
    const page = await open()
    const ada = await header('Ada')
    expect(lines().map(attributes)).toEqual([
      '1 1 4 true',
      '2 1 3 -',
      '2 2 3 -',
      '2 3 3 -',
      '1 2 4 true',
      '2 1 1 -',
      '1 3 4 true',
      '2 1 1 -',
      '1 4 4 true',
      '2 1 1 -',
    ])
    expect(ada.textContent).toContain('3 rows, 1 to decide, 1 accepted, 1 rejected, 1 signed off')
    expect((await tree()).getAttribute('aria-rowcount')).toBe('11')
    await screen.findByText('4 groups by who')
    expect(changesSent(page)).toEqual([])
  })

  test('by an attribute ends with the rows that have none; the address keeps it, and Back goes to the list before', async () => {
    const page = await open('')
    await page.user.selectOptions(await screen.findByRole('combobox', { name: 'Group' }), 'Who: department')
    await header('No department')
    expect(names()).toEqual(['Finance', 'Ada', 'Ada', 'Ada', 'Sales', 'Cleo', 'Ben', 'No department', 'Dora'])
    expect(location.search).toBe('?group=source.department')
    await page.user.selectOptions(screen.getByRole('combobox', { name: 'Group' }), 'None')
    await screen.findByRole('grid', { name: 'Rows of the review' })
    expect(location.search).toBe('?group=none')
    history.back()
    await header('No department')
  })

  test('is that of the settings until the address says otherwise', async () => {
    id = await insertReview(server, rows, {
      settings: {
        rows_group_by_setting: { group_by_column: 'status', expand_groups_by_default: false },
      },
    })
    const page = await open('')
    await header('To decide')
    expect(lines().map(attributes)).toEqual(['1 1 3 false', '1 2 3 false', '1 3 3 false'])
    await page.user.selectOptions(await screen.findByRole('combobox', { name: 'Group' }), 'None')
    await screen.findByRole('grid', { name: 'Rows of the review' })
  })

  test('that an address cannot mean is named, and no list is asked for', async () => {
    const page = await open('?group=risk')
    await screen.findByText(/group takes one of none, source, destination, waypoint, decision/)
    expect(page.read.filter(({ pathname }) => /positions|groups/.test(pathname))).toEqual([])
  })

  test('folds by keys: the mark stays on what is shown, and what is decided is never hidden', async () => {
    const page = await open()
    const ada = await header('Ada')
    await press(page, '{Home}{ArrowDown}{ArrowDown}')
    expect(attributes(marked() as HTMLElement)).toBe('2 2 3 -')
    await press(page, '{ArrowLeft}')
    expect(marked()).toBe(ada)
    await press(page, '{ArrowLeft}')
    await waitFor(() => expect(ada.getAttribute('aria-expanded')).toBe('false'))
    expect(names()).toEqual(['Ada', 'Ben', 'Ben', 'Cleo', 'Cleo', 'Dora', 'Dora'])
    await press(page, 'j')
    expect(marked()).toBe(await header('Ben'))
    await press(page, 'kr')
    await said(/^This is a group; press Shift\+R to ask about its rows together\.$/)
    expect(changesSent(page)).toEqual([])
    await press(page, '{Enter}')
    await waitFor(() => expect(ada.getAttribute('aria-expanded')).toBe('true'))
    // A marked row that a press elsewhere hides hands its mark to its header.
    await press(page, '{Home}{ArrowDown}{ArrowDown}')
    expect(attributes(marked() as HTMLElement)).toBe('2 2 3 -')
    await page.user.click(screen.getByRole('button', { name: 'Collapse all' }))
    await waitFor(() => expect(lines()).toHaveLength(4))
    expect(marked()).toBe(ada)
    await press(page, '{Alt>}{ArrowDown}{ArrowDown}{/Alt}')
    expect(marked()).toBe(await header('Cleo'))
    await press(page, '{Alt>}{ArrowUp}{/Alt}')
    expect(marked()).toBe(await header('Ben'))
  })

  test('a decision goes on to the header of a closed group, not to a row in it', async () => {
    const page = await open()
    const ben = await header('Ben')
    await page.user.click(ben)
    await waitFor(() => expect(ben.getAttribute('aria-expanded')).toBe('false'))
    await press(page, 'kk')
    expect(attributes(marked() as HTMLElement)).toBe('2 2 3 -')
    await press(page, 'a')
    await waitFor(() => expect(changesSent(page)).toHaveLength(1))
    await waitFor(() => expect(marked()).toBe(ben))
    await press(page, 'a')
    await said(/^This is a group/)
    const ada = await header('Ada')
    await waitFor(() => expect(ada.textContent).toContain('3 rows, 2 accepted, 1 rejected, 1 signed off'))
    expect(ada.textContent).not.toContain('Accept the rest')
    expect(changesSent(page)).toHaveLength(1)
  })

  test('with Shift a letter asks about the group of the marked row, and writes nothing', async () => {
    // A list of its own: no test before has left a mark in it.
    const page = await open('?group=source&order_by=result_id+desc')
    await header('Ada')
    expect(marked()).toBe(null)
    await press(page, '{Shift>}A{/Shift}')
    expect(marked()).toBe(await header('Ada'))
    expect(dialogs()).toHaveLength(0)
    await said(/^Marked: the group Ada\. Press Shift\+A again/)
    await waitFor(async () => {
      if (dialogs().length === 0) await press(page, '{Shift>}A{/Shift}')
      expect(dialogs()).toHaveLength(1)
    })
    await waitFor(() => expect(dialogs()[0]?.textContent).toContain('Ada'))
    expect(changesSent(page)).toEqual([])
    expect(page.sent.filter(({ path }) => path.includes(':run'))).toEqual([])
  })

  test('shows auditors no buttons, and asks nothing for them', async () => {
    const page = await open('?group=source', 'auditor')
    const ada = await header('Ada')
    expect(ada.querySelectorAll('button')).toHaveLength(0)
    await press(page, '{ArrowDown}{Shift>}R{/Shift}')
    await said(/^You may look at this review, not change it\.$/)
  })

  test('chooses the rows of a group, and takes them out again', async () => {
    const page = await open()
    await header('Ada')
    await page.user.click(screen.getByRole('button', { name: 'Choose the rows of Ada' }))
    await said(/^3 chosen$/)
    await press(page, 'x')
    await waitFor(() => expect(screen.queryAllByText(/^3 chosen$/)).toEqual([]))
  })
})
