import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, onTestFinished, test } from 'vitest'
import { renderApp } from '#testing/render-app.tsx'
import { aNode, aRow, aUser, insertCertification, insertWorkflow } from '#testing/review-data.ts'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
let review = 0

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await insertWorkflow(server.database.store.db, { workflow_id: 'w1' })
})

afterAll(() => server.close())

/** Each test has a review of its own with a row for each of three people; one row has a second reviewer. */
beforeEach(async () => {
  review += 1
  const row = (id: string) =>
    aRow({
      source: aNode('OktaUser', id),
      reviewers: id === 'lchen' ? [aUser('ana'), aUser('ben')] : [aUser('ana')],
    })
  const certification = { certification_id: `c${review}`, workflow_id: 'w1', name: `Review ${review}` }
  await insertCertification(server.database.store.db, certification, ['jdoe', 'ksmith', 'lchen'].map(row))
})

const open = (path = '', as = 'ana', role: 'reviewer' | 'auditor' = 'reviewer') =>
  renderApp(`/reviews/c${review}${path}`, { server, as, roles: [role] })
const rowOf = (name: string) => screen.findByRole('row', { name: new RegExp(name) })
const marked = () => document.querySelector('[data-active]')?.textContent ?? ''

/** Brings the page into view, or out of it: it listens to nobody then. */
function setView(state: DocumentVisibilityState): void {
  onTestFinished(() => void Reflect.deleteProperty(document, 'visibilityState'))
  Object.defineProperty(document, 'visibilityState', { configurable: true, value: state })
  document.dispatchEvent(new Event('visibilitychange'))
}

/** A person decides a row by a request of their own. */
const decideAs = (id: string, result_id: number, decision: string) => changeAs(id, result_id, { decision })

/** An admin gives rows to somebody. */
async function giveTo(id: string, rows: readonly number[], version = 1): Promise<void> {
  await server.signIn(id, 'reviewer')
  for (const result_id of rows) await changeAs('root', result_id, { reviewers: [aUser(id)] }, version)
}

async function changeAs(id: string, result_id: number, change: object, version = 1): Promise<void> {
  // With the roles that the page has them with: others would end its session.
  const cookie = await server.signIn(id, id === 'ana' ? 'reviewer' : 'admin')
  const headers = {
    ...pageHeaders,
    cookie,
    'if-match': `"${version}"`,
    'idempotency-key': `${id}${review}${result_id}${version}bbbbbbbbbbbbbbbbbbb`,
  }
  const path = `/api/preview/awf/certifications/c${review}/results`
  const answer = await server.send('PUT', path, headers, { value: { result_id, ...change } })
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 })
}

test('T42 the numbers of the tabs stay while the list is filtered, and say what they are of', async () => {
  await open('?source.name=co:smith')
  await rowOf('ksmith')
  const tabs = screen.getByRole('navigation', { name: 'Rows by decision' })
  within(tabs).getByRole('link', { name: 'All 3' })
  within(tabs).getByRole('link', { name: 'To decide 3' })
  within(tabs).getByText('Counts for all your rows')
})

test('T43 no column appears while one reads; the next list has it', async () => {
  const { user } = await open()
  await rowOf('jdoe')
  await server.database.store.db
    .updateTable('result')
    .set({ notification_status: 'FAILED' })
    .where('result_id', '=', 0)
    .execute()
  await decideAs('ben', 0, 'RESULT_DECISION_ACCEPTED')
  const row = await rowOf('jdoe')
  await waitFor(() =>
    expect(
      within(row)
        .getByRole('button', { name: /^Accept: / })
        .getAttribute('aria-pressed'),
    ).toBe('true'),
  )
  expect(screen.queryByRole('columnheader', { name: 'Webhook' })).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Refresh' }))
  await screen.findByRole('columnheader', { name: 'Webhook' })
})

test('T44 the button of a dialog that cannot be pressed says why beside it', async () => {
  await server.database.store.db.updateTable('workflow').set({ name: 'w1' }).execute()
  const { user } = await renderApp(`/reviews/c${review}/rows/0`, { server, as: 'root', roles: ['admin'] })
  await user.click(await screen.findByRole('button', { name: 'Reassign …' }))
  const dialog = await screen.findByRole('dialog', { name: 'Reassign this row' })
  const button = within(dialog).getByRole('button', { name: 'Reassign' })
  expect(button.getAttribute('aria-disabled')).toBe('true')
  const why = within(dialog).getByText('Nothing has changed yet: choose somebody, or take somebody out.')
  expect(button.getAttribute('aria-describedby')).toBe(why.id)
})

test('T44 a linked row says in place of its buttons that its reader may not change it', async () => {
  await open('/rows/1', 'otto', 'auditor')
  await screen.findByText('You may look at this review, not change it.')
  expect(screen.queryByRole('button', { name: 'Reject' })).toBeNull()
})

test('T45 a reviewer is not told that they are the only one', async () => {
  await renderApp('/reviews', { server, as: 'ana', roles: ['reviewer'] })
  const row = (await screen.findByRole('link', { name: `Review ${review}` })).closest('tr')
  expect(row?.textContent).toContain('you and any others')
})

test('T46 the panel of a conflict says that it was the reader themselves', async () => {
  const { user } = await open()
  await user.click(within(await rowOf('jdoe')).getByRole('button', { name: /^Reject: / }))
  const dialog = await screen.findByRole('dialog', { name: 'Reject this access' })
  await decideAs('ana', 0, 'RESULT_DECISION_ACCEPTED')
  await user.type(within(dialog).getByRole('textbox'), 'Left.')
  await user.click(within(dialog).getByRole('button', { name: 'Reject' }))
  const conflict = await screen.findByRole('dialog', { name: 'You changed this row in another window' })
  expect(conflict.textContent).not.toMatch(/colleague|theirs/i)
  within(conflict).getByRole('button', { name: 'Keep the other version' })
})

test('T49 a linked row that is closed stays marked', async () => {
  const { user } = await open('/rows/1')
  const drawer = await screen.findByRole('dialog', { name: /ksmith/ })
  await user.click(within(drawer).getByRole('button', { name: 'Close' }))
  await waitFor(() => expect(location.pathname).toBe(`/reviews/c${review}`))
  await waitFor(() => expect(marked()).toContain('ksmith'))
})

test('T49 Back from another page finds the marked row', async () => {
  const { user } = await open()
  await rowOf('lchen')
  screen.getByRole('grid').focus()
  await user.keyboard('jjj')
  await waitFor(() => expect(marked()).toContain('lchen'))
  await user.click(within(screen.getByRole('main')).getByRole('link', { name: 'Reviews' }))
  await screen.findByRole('heading', { name: 'Reviews' })
  history.back()
  await rowOf('lchen')
  await waitFor(() => expect(marked()).toContain('lchen'))
})

test.each(['', '?source.name=co:smith'])(
  'the numbers of the tabs follow what others decide, also of rows that are not in the list: %j',
  async (address) => {
    await open(address)
    const row = await rowOf('ksmith')
    const tabs = screen.getByRole('navigation', { name: 'Rows by decision' })
    within(tabs).getByRole('link', { name: 'To decide 3' })
    // The first may still be found as the stream opens, the second comes by it alone.
    await decideAs('ben', 1, 'RESULT_DECISION_ACCEPTED')
    await waitFor(() =>
      expect(
        within(row)
          .getByRole('button', { name: /^Accept: / })
          .getAttribute('aria-pressed'),
      ).toBe('true'),
    )
    await decideAs('ben', 2, 'RESULT_DECISION_ACCEPTED')
    await within(tabs).findByRole('link', { name: 'To decide 1' })
    within(tabs).getByRole('link', { name: 'Accepted 2' })
  },
)

test('the numbers of the tabs are read again as the page comes into view, for the first time and later', async () => {
  setView('hidden')
  await open('?source.name=co:smith')
  await rowOf('ksmith')
  const tabs = screen.getByRole('navigation', { name: 'Rows by decision' })
  within(tabs).getByRole('link', { name: 'To decide 3' })
  for (const [row, left] of [
    [0, 2],
    [2, 1],
  ] as const) {
    await decideAs('ben', row, 'RESULT_DECISION_ACCEPTED')
    setView('visible')
    await within(tabs).findByRole('link', { name: `To decide ${left}` })
    setView('hidden')
  }
})

test('a list of what is to decide that was empty says so once there is something, and does not call all decided', async () => {
  for (const row of [0, 1, 2]) await decideAs('ben', row, 'RESULT_DECISION_ACCEPTED')
  const { user } = await open('?decision=RESULT_DECISION_NONE')
  await screen.findByRole('heading', { name: 'Everything is decided' })
  await changeAs('ben', 1, { decision: 'RESULT_DECISION_NONE' }, 2)
  await screen.findByRole('heading', { name: 'This list is out of date' })
  screen.getByText('1 row is to decide by now.')
  expect(screen.queryByRole('heading', { name: 'Everything is decided' })).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Show it' }))
  await rowOf('ksmith')
})

test('Refresh reads the numbers of the tabs with the rows', async () => {
  setView('hidden')
  const { user } = await open()
  await rowOf('ksmith')
  const tabs = screen.getByRole('navigation', { name: 'Rows by decision' })
  within(tabs).getByRole('link', { name: 'To decide 3' })
  await decideAs('ben', 2, 'RESULT_DECISION_ACCEPTED')
  await user.click(screen.getByRole('button', { name: 'Refresh' }))
  await within(tabs).findByRole('link', { name: 'To decide 2' })
})

describe('a row that somebody else gives to others', () => {
  test('is no longer shown in the list nor where it is open, nor counted, and its reader is told', async () => {
    const { user } = await open('/rows/1')
    const drawer = await screen.findByRole('dialog', { name: /ksmith/ })
    const list = await screen.findByRole('grid', { hidden: true })
    await within(list).findByRole('row', { name: /ksmith/, hidden: true })
    // The first may still be found as the stream opens, the second comes by it alone.
    await giveTo('ben', [2])
    await within(list).findByText('This row is no longer yours to see')
    await giveTo('ben', [1])
    await within(drawer).findByRole('heading', { name: 'This row is no longer yours to see' })
    expect(within(drawer).queryByRole('region', { name: 'Decision' })).toBeNull()
    await waitFor(() =>
      expect(within(list).getAllByText('This row is no longer yours to see')).toHaveLength(2),
    )
    await user.click(within(drawer).getByRole('button', { name: 'Show the list' }))
    const tabs = await screen.findByRole('navigation', { name: 'Rows by decision' })
    await within(tabs).findByRole('link', { name: 'To decide 1' })
  })

  const lost = 'This row is no longer yours to see'

  test('comes back where its reader gets it again, also where it is open', async () => {
    await open('/rows/1')
    const drawer = await screen.findByRole('dialog', { name: /ksmith/ })
    await within(drawer).findByRole('region', { name: 'Decision' })
    await giveTo('ben', [1])
    await within(drawer).findByRole('heading', { name: lost })
    await giveTo('ana', [1], 2)
    await within(drawer).findByRole('region', { name: 'Decision' })
    const list = await screen.findByRole('grid', { hidden: true })
    await waitFor(() => expect(within(list).queryByText(lost)).toBeNull())
  })

  test('is told of where its reader is writing, who can copy that', async () => {
    const { user } = await open()
    await user.click(within(await rowOf('jdoe')).getByRole('button', { name: /^Reject: / }))
    const dialog = await screen.findByRole('dialog', { name: 'Reject this access' })
    await user.type(within(dialog).getByRole('textbox'), 'Left in May.')
    await giveTo('ben', [0])
    await within(dialog).findAllByText('This row is no longer yours to see, so this cannot be saved.')
    await user.click(within(dialog).getByRole('button', { name: 'Reject' }))
    expect(within(dialog).getByRole<HTMLTextAreaElement>('textbox').value).toBe('Left in May.')
  })

  /** The page after its reader has rejected the first row, not having been told yet that these rows were given away. */
  async function rejectWhileGiven(rows: readonly number[]) {
    const { user } = await open()
    await rowOf('jdoe')
    setView('hidden')
    await giveTo('ben', rows)
    await user.click(within(await rowOf('jdoe')).getByRole('button', { name: /^Reject: / }))
    const dialog = await screen.findByRole('dialog', { name: 'Reject this access' })
    await user.type(within(dialog).getByRole('textbox'), 'Left in May.')
    await user.click(within(dialog).getByRole('button', { name: 'Reject' }))
    return user
  }

  test('leaves what its reader has sent to be read where the row is opened, and numbers that add up', async () => {
    const user = await rejectWhileGiven([0])
    const needsYou = await screen.findByRole('button', { name: 'Needs you 1' })
    setView('visible')
    // What waits for its reader is no change on its way: the row goes like the others.
    await screen.findByText(lost)
    await user.click(needsYou)
    await screen.findByText(/^You did not see this row when this was sent/)
    await user.click(await screen.findByRole('button', { name: 'Open' }))
    await screen.findByRole('heading', { name: lost })
    screen.getByText('Not saved: Rejected, “Left in May.”')
    screen.getByRole('button', { name: 'Copy my note' })
    const tabs = await screen.findByRole('navigation', { name: 'Rows by decision' })
    await within(tabs).findByRole('link', { name: 'To decide 2' })
    await giveTo('ana', [0], 2)
    await within(tabs).findByRole('link', { name: 'To decide 3' })
  })

  test('leaves it to be read also where the review is gone with its last row', async () => {
    const user = await rejectWhileGiven([0, 1, 2])
    await screen.findByRole('heading', { name: 'This review is not available' })
    const left = screen.getByRole('region', { name: 'Changes of yours that were not saved' })
    within(left).getByText('Rejected, “Left in May.”')
    within(left).getByRole('button', { name: 'Copy my note' })
    await user.click(within(left).getByRole('button', { name: 'Discard my change' }))
    await waitFor(() => expect(left.isConnected).toBe(false))
  })
})
