import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Role } from '#contract/permissions.ts'
import { instead, refusal } from '#testing/activity-answers.ts'
import { startBulkWorker } from '#testing/bulk-worker.ts'
import { insertReview, rowsOf } from '#testing/insert-review.ts'
import { type OpenPage, renderApp } from '#testing/render-app.tsx'
import { changeRowAs } from '#testing/request-as.ts'
import { aUser, type GivenRow } from '#testing/review-data.ts'
import { buttonIn, changesSent, rowWith } from '#testing/review-page.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'
import { storedRow } from '#testing/stored-row.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
})
afterAll(() => server.close())

const accepted = { decision: 'RESULT_DECISION_ACCEPTED' }
const rejected = { decision: 'RESULT_DECISION_REJECTED', notes: 'Left.' }
const closed = { ...accepted, signed_off_state: 'SIGNED_OFF' }

/** Ana's rows: two accepted, one rejected, two undecided and one signed off; then one accepted of ben's. */
const mixed: readonly GivenRow[] = [
  ...rowsOf(['r0', 'r1'], accepted),
  ...rowsOf(['r2'], rejected),
  ...rowsOf(['r3', 'r4']),
  ...rowsOf(['r5'], closed),
  ...rowsOf(['r6'], { ...accepted, reviewers: [aUser('ben')] }),
]

async function openReview(rows = mixed, as = 'ana', role: Role = 'reviewer', search = '') {
  const id = await insertReview(server, rows)
  const page = await renderApp(`/reviews/${id}${search}`, { server, as, roles: [role] })
  return { id, page }
}

async function openDialog(page: OpenPage): Promise<HTMLElement> {
  await page.user.click(await screen.findByRole('button', { name: 'Sign off decided rows …' }))
  // Its code comes after the press: until then another dialog stands in its place.
  await screen.findByText(/^(Of|All|None of|1 row|There is no|The list is filtered|First)/, {
    selector: 'dialog output',
  })
  return screen.getByRole('dialog', { name: 'Sign off decided rows' })
}

async function openMany(...of: Parameters<typeof openReview>) {
  const opened = await openReview(...of)
  return { ...opened, dialog: await openDialog(opened.page) }
}

const factOf = (dialog: HTMLElement, label: string) =>
  within(dialog).getByText(label, { selector: 'dt' }).nextElementSibling?.textContent

async function statesOf(id: string): Promise<readonly string[]> {
  const rows = await Promise.all(mixed.map((_, result_id) => storedRow(server, id, result_id)))
  return rows.map(({ signed_off_state }) => signed_off_state)
}

/** What the page has asked of bulk changes, by the end of the address. */
const bulkCalls = ({ sent }: OpenPage) =>
  sent.map(({ path }) => path).filter((path) => path.includes('/bulk'))

test('what will be signed off is counted by decision, what is left out is said, and no button has the focus', async () => {
  const { id, page, dialog } = await openMany()
  await within(dialog).findByRole('button', { name: 'Sign off 3 rows' })
  expect(dialog.querySelector('output')?.textContent).toBe(
    'Of 6 rows, 3 will be signed off and 3 are left out.',
  )
  expect(document.activeElement).toBe(dialog.querySelector('output'))
  expect(factOf(dialog, 'Accepted now')).toBe('2')
  expect(factOf(dialog, 'Rejected now')).toBe('1')
  expect(dialog.textContent).toContain('After this only an admin can change these decisions.')
  expect(dialog.textContent).toContain('Left out: 2 rows have no decision.')
  expect(dialog.textContent).toContain('Left out: 1 row is signed off.')
  expect(changesSent(page)).toEqual([])
  expect((await statesOf(id)).filter((state) => state === 'SIGNED_OFF')).toHaveLength(1)
})

test('a press signs off the own decided rows and no other in one job, and its receipt tells each row', async () => {
  await startBulkWorker(server)
  const { id, page, dialog } = await openMany()
  await page.user.click(await within(dialog).findByRole('button', { name: 'Sign off 3 rows' }))
  await within(dialog).findByText('3 of 3 rows were signed off.')
  const [no, yes] = ['NOT_SIGNED_OFF', 'SIGNED_OFF']
  expect(await statesOf(id)).toEqual([yes, yes, yes, no, no, yes, no])
  expect(changesSent(page)).toEqual([])
  expect(bulkCalls(page)).toHaveLength(2)
  await waitFor(async () => expect((await rowWith('r0')).textContent).toContain('Signed off'))
  await page.user.click(within(dialog).getByRole('link', { name: 'Show the receipt' }))
  await screen.findByRole('heading', { name: 'Sign off 3 rows' })
  expect(location.pathname).toMatch(new RegExp(`^/reviews/${id}/bulk/.`))
  await page.user.click(screen.getByText('3 rows were signed off.'))
  expect(
    (await screen.findAllByRole('link', { name: /^r\d/ })).map((link) => link.getAttribute('href')),
  ).toEqual([0, 1, 2].map((row) => `/reviews/${id}/rows/${row}`))
})

test('who cancels has signed off nothing', async () => {
  const { id, page, dialog } = await openMany()
  await within(dialog).findByRole('button', { name: 'Sign off 3 rows' })
  await page.user.click(buttonIn(dialog, 'Cancel'))
  await waitFor(() => expect(dialog.isConnected).toBe(false))
  expect(bulkCalls(page)).toHaveLength(1)
  expect((await storedRow(server, id, 0)).signed_off_state).toBe('NOT_SIGNED_OFF')
})

test('where nothing is decided there is nothing to press', async () => {
  const { dialog } = await openMany(rowsOf(['r0', 'r1']))
  await within(dialog).findByText('None of 2 rows will be signed off: all are left out.')
  expect(within(dialog).queryByRole('button', { name: /^Sign off/ })).toBeNull()
})

test('T37 an admin without rows signs off those of others only once they are included, and says why', async () => {
  await startBulkWorker(server)
  const alone = await openMany(mixed, 'root', 'admin')
  await within(alone.dialog).findByText(/^None of 7 rows/)
  await alone.page.user.click(buttonIn(alone.dialog, 'Cancel'))
  const others = () => screen.getByRole<HTMLInputElement>('checkbox', { name: /^Include rows of other/ })
  await alone.page.user.click(others())
  await waitFor(() => expect(others().checked).toBe(true))
  await alone.page.user.click(screen.getByRole('button', { name: 'Sign off decided rows …' }))
  const dialog = await screen.findByRole('dialog', { name: 'Sign off decided rows' })
  await alone.page.user.click(await within(dialog).findByRole('button', { name: 'Preview' }))
  // It does not end in a preview that fails again and again: the question comes back.
  await within(dialog).findByText('Rows of other reviewers are among them: say why they are changed.')
  expect(document.activeElement).toBe(within(dialog).getByRole('textbox'))
  await alone.page.user.type(within(dialog).getByRole('textbox'), 'Ben has left.')
  await alone.page.user.click(buttonIn(dialog, 'Preview'))
  await within(dialog).findByText(/^Of 7 rows, 4 will be signed off/)
  expect(factOf(dialog, 'Your own rows')).toBe('0')
  expect(factOf(dialog, 'Rows of other reviewers')).toBe('4')
  await alone.page.user.click(buttonIn(dialog, 'Sign off 4 rows'))
  await within(dialog).findByText('4 of 4 rows were signed off.')
  expect((await storedRow(server, alone.id, 6)).signed_off_state).toBe('SIGNED_OFF')
})

test('what a colleague changed after the preview is shown, nothing is run, and the unchanged can be', async () => {
  await startBulkWorker(server)
  const { id, page, dialog } = await openMany()
  const start = await within(dialog).findByRole('button', { name: 'Sign off 3 rows' })
  await changeRowAs('ben', server, id, { result_id: 1, decision: 'RESULT_DECISION_NONE' })
  await page.user.click(start)
  await within(dialog).findByText(/^Nothing was started\. Since the preview 1 row was changed\./)
  expect((await statesOf(id)).filter((state) => state === 'SIGNED_OFF')).toHaveLength(1)
  expect(buttonIn(dialog, 'New preview')).toBeDefined()
  await page.user.click(buttonIn(dialog, 'Sign off the 2 unchanged'))
  await within(dialog).findByText('2 of 3 rows were signed off.')
  expect(dialog.textContent).toContain('1 row was not changed: it had changed since the preview')
  expect((await storedRow(server, id, 1)).signed_off_state).toBe('NOT_SIGNED_OFF')
})

test('a new preview after a difference starts from how the rows stand now', async () => {
  const { id, page, dialog } = await openMany()
  const start = await within(dialog).findByRole('button', { name: 'Sign off 3 rows' })
  await changeRowAs('ben', server, id, { result_id: 1, decision: 'RESULT_DECISION_NONE' })
  await page.user.click(start)
  await page.user.click(await within(dialog).findByRole('button', { name: 'New preview' }))
  await within(dialog).findByRole('button', { name: 'Sign off 2 rows' })
  expect(within(dialog).queryByText(/^Nothing was started/)).toBeNull()
})

test('a lost answer to a run is asked after and not sent again: it runs once', async () => {
  await startBulkWorker(server)
  const { id, page, dialog } = await openMany()
  const start = await within(dialog).findByRole('button', { name: 'Sign off 3 rows' })
  let away = false
  instead(
    ({ pathname }) => pathname.endsWith(':run'),
    async (real) => {
      await real()
      away = true
      throw new TypeError('lost')
    },
  )
  const ended = instead(
    ({ pathname }) => away && !pathname.endsWith(':run'),
    () => Promise.reject(new TypeError('away')),
  )
  await page.user.click(start)
  await within(dialog).findByText(/^The answer got lost\./)
  expect(within(dialog).queryByRole('button', { name: /^Sign off/ })).toBeNull()
  ended()
  await within(dialog).findByText('3 of 3 rows were signed off.')
  expect(bulkCalls(page).filter((path) => path.endsWith(':run'))).toHaveLength(1)
  expect((await statesOf(id)).filter((state) => state === 'SIGNED_OFF')).toHaveLength(4)
})

test('a run of which nothing is known is told so, and can be pressed again', async () => {
  await startBulkWorker(server)
  const { page, dialog } = await openMany()
  const start = await within(dialog).findByRole('button', { name: 'Sign off 3 rows' })
  const end = instead(
    ({ pathname }) => pathname.endsWith(':run'),
    () => refusal(503, 'Unavailable', 'Restarting.'),
  )
  await page.user.click(start)
  await within(dialog).findByText(/^It is not known whether it was started/)
  end()
  await page.user.click(buttonIn(dialog, 'Sign off 3 rows'))
  await within(dialog).findByText('3 of 3 rows were signed off.')
})

test('what is unsent is sent before the preview, and what needs the reader is left out by name', async () => {
  const { page } = await openReview([
    ...rowsOf(['r0'], rejected),
    ...rowsOf(['r1']),
    ...rowsOf(['r2', 'r3'], accepted),
  ])
  const isChange = ({ pathname, search }: URL) => pathname.endsWith('/results') && search === ''
  const end = instead(isChange, () => refusal(403, 'PermissionDenied', 'Not you.'))
  await page.user.click(buttonIn(await rowWith('r0'), 'Accept'))
  await screen.findByRole('button', { name: /^Needs you/ })
  end()
  let letGo = () => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  instead(isChange, async (real) => {
    await held
    return real()
  })
  await page.user.click(buttonIn(await rowWith('r1'), 'Accept'))
  const dialog = await openDialog(page)
  await within(dialog).findByText('First 1 change of yours is sent that is not saved yet.')
  expect(bulkCalls(page)).toEqual([])
  letGo()
  await within(dialog).findByRole('button', { name: 'Sign off 3 rows' })
  expect(dialog.textContent).toMatch(/Not counted here and left alone, .* not saved: .*r0/)
})

test('a dialog that is closed leaves it running, says so below the rows, and leads back to it', async () => {
  const { id, page, dialog } = await openMany()
  await page.user.click(await within(dialog).findByRole('button', { name: 'Sign off 3 rows' }))
  await page.user.click(await within(dialog).findByText('Close'))
  await screen.findByText('Signing off 3 rows: 0 done')
  await page.user.click(screen.getByRole('button', { name: 'Show' }))
  await screen.findByRole('dialog', { name: 'Sign off many rows' })
  await startBulkWorker(server)
  await screen.findByRole('link', { name: 'Show the receipt' })
  expect((await statesOf(id)).filter((state) => state === 'SIGNED_OFF')).toHaveLength(4)
})

test('what waits can be stopped: it is told as not run', async () => {
  const { id, page, dialog } = await openMany()
  await page.user.click(await within(dialog).findByRole('button', { name: 'Sign off 3 rows' }))
  await page.user.click(await within(dialog).findByRole('button', { name: 'Stop the rest' }))
  await within(dialog).findByText('Stopped: 0 of 3 rows were signed off.')
  expect((await statesOf(id)).filter((state) => state === 'SIGNED_OFF')).toHaveLength(1)
})

test.each([
  ['of the list', 'Preview for the 1 row of this list', 'Sign off 1 row', ['SIGNED_OFF', 'NOT_SIGNED_OFF']],
  ['of all', 'Preview for all 6 rows', 'Sign off 3 rows', ['SIGNED_OFF', 'SIGNED_OFF']],
])(
  'T40 the sign-off of a filtered list offers both with their numbers: %s',
  async (_, scope, run, states) => {
    await startBulkWorker(server)
    const search = '?decision=RESULT_DECISION_REJECTED'
    const { id, page, dialog } = await openMany(mixed, 'ana', 'reviewer', search)
    await page.user.click(await within(dialog).findByRole('button', { name: scope }))
    await page.user.click(await within(dialog).findByRole('button', { name: run }))
    await within(dialog).findByRole('link', { name: 'Show the receipt' })
    const all = await statesOf(id)
    expect([all[2], all[0]]).toEqual(states)
  },
)
