import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { instead, refusal } from '#testing/activity-answers.ts'
import { insertReview, rowsOf } from '#testing/insert-review.ts'
import { renderApp } from '#testing/render-app.tsx'
import type { GivenRow } from '#testing/review-data.ts'
import { buttonIn, changesSent, rowWith } from '#testing/review-page.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
})
afterAll(() => server.close())

const accepted = { decision: 'RESULT_DECISION_ACCEPTED' }
const sixteen = rowsOf(
  Array.from({ length: 16 }, (_, at) => `r${at}`),
  accepted,
)
const isChange = ({ pathname, search }: URL) => pathname.endsWith('/results') && search === ''

async function open(rows: readonly GivenRow[] = sixteen) {
  const id = await insertReview(server, rows)
  const page = await renderApp(`/reviews/${id}`, { server, as: 'ana', roles: ['reviewer'] })
  await rowWith('r4')
  return { id, page }
}

type Opened = Awaited<ReturnType<typeof open>>

async function openDialog({ page }: Opened): Promise<HTMLElement> {
  await page.user.click(screen.getByRole('button', { name: 'Sign off decided rows …' }))
  // Its code comes after the press: until then another dialog stands in its place.
  await screen.findByText(/^(After this only an admin|None of)/)
  return screen.getByRole('dialog', { name: 'Sign off decided rows' })
}

/** The dialog is another element after `Stop`: the platform may have closed the one before. */
const dialogText = () => screen.getByRole('dialog', { name: 'Sign off decided rows' }).textContent

async function signedRows(id: string): Promise<number> {
  const rows = await server.database.store.db
    .selectFrom('result')
    .innerJoin('certification', 'certification.number', 'result.certification')
    .select('result_id')
    .where('certification_id', '=', id)
    .where('signed_off_state', '=', 'SIGNED_OFF')
    .execute()
  return rows.length
}

/** Lets some changes through; `later` is what becomes of the others. Returns how to end that. */
function afterChanges(count: number, later: (real: () => Promise<Response>) => Promise<Response>) {
  let answered = 0
  return instead(isChange, (real) => {
    answered += 1
    return answered <= count ? real() : later(real)
  })
}

test.each(['Stop', 'Esc'])(
  'after %s no more rows are signed off, those on their way are waited for, and the end says how many',
  async (way) => {
    let letGo = () => {}
    const held = new Promise<void>((resolve) => (letGo = resolve))
    const opened = await open()
    const { id, page } = opened
    afterChanges(3, async (real) => {
      const answer = await real()
      await held
      return answer
    })
    const dialog = await openDialog(opened)
    await page.user.click(buttonIn(dialog, 'Sign off 16 rows'))
    await within(dialog).findByText('3 of 16 rows signed off')
    await waitFor(async () => expect(await signedRows(id)).toBe(7))
    if (way === 'Stop') await page.user.click(buttonIn(dialog, 'Stop'))
    else dialog.dispatchEvent(new Event('cancel', { cancelable: true }))
    await screen.findByText(
      'Stopping: 3 rows are signed off, 9 are not. 4 may have reached the server; whether they are signed off is known once it answers.',
    )
    page.read.length = 0
    letGo()
    await screen.findByText('Stopped: 7 rows are signed off, 9 are not.')
    expect(changesSent(page)).toHaveLength(7)
    expect(await signedRows(id)).toBe(7)
    await waitFor(() =>
      expect(page.read.map(({ pathname }) => pathname)).toContain(`/api/preview/awf/certifications/${id}`),
    )
    const after = screen.getByRole('dialog', { name: 'Sign off decided rows' })
    await page.user.click(within(after).getByText('Close'))
    await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Sign off decided rows' })).toBeNull())
  },
)

test('a sign-off without a connection says so, goes on by itself, and leaves nothing behind after Stop', async () => {
  const opened = await open()
  const { id, page } = opened
  const dialog = await openDialog(opened)
  const start = await within(dialog).findByRole('button', { name: 'Sign off 16 rows' })
  const notConnected = /^Not connected\. It goes on by itself when the connection is back\./
  let isAway = true
  let endsAfter = 3
  const away = () => Promise.reject(new TypeError('fetch failed'))
  instead(() => isAway, away)
  instead(isChange, (real) => {
    endsAfter -= 1
    if (endsAfter < 0) isAway = true
    return real()
  })
  await page.user.click(start)
  await within(dialog).findByText(notConnected)
  expect(dialogText()).toContain('0 of 16 rows signed off')
  isAway = false
  await within(dialog).findByText('3 of 16 rows signed off')
  await within(dialog).findByText(notConnected)
  await page.user.click(buttonIn(dialog, 'Stop'))
  await screen.findByText(/^Stopping: 3 rows are signed off/)
  const unsure = Number(/not\. (\d+) may/.exec(dialogText())?.[1])
  const sentRows = () => new Set(changesSent(page).map((body) => JSON.stringify(body))).size
  expect(unsure).toBe(sentRows() - 3)
  expect(unsure).toBeLessThanOrEqual(12)
  endsAfter = 16
  isAway = false
  await screen.findByText(`Stopped: ${3 + unsure} rows are signed off, ${13 - unsure} are not.`)
  expect(sentRows()).toBe(3 + unsure)
  expect(await signedRows(id)).toBe(3 + unsure)
  expect(screen.queryByText(/Not connected/)).toBeNull()
})

test('rows that need the reader or are not saved yet are not counted in, and why rows are left out adds up', async () => {
  const undecided = { decision: 'RESULT_DECISION_NONE' }
  const rejected = { decision: 'RESULT_DECISION_REJECTED', notes: 'Left.' }
  const opened = await open([
    ...rowsOf(['r0'], rejected),
    ...rowsOf(['r1'], undecided),
    ...rowsOf(['r2', 'r3'], accepted),
    ...rowsOf(['r4'], undecided),
  ])
  const { page } = opened
  const end = instead(isChange, () => refusal(403, 'PermissionDenied', 'Not you.'))
  await page.user.click(buttonIn(await rowWith('r0'), 'Accept'))
  await screen.findByRole('button', { name: /^Needs you/ })
  end()
  const neverAnswered = instead(isChange, () => new Promise<Response>(() => undefined))
  await page.user.click(buttonIn(await rowWith('r1'), 'Accept'))
  const dialog = await openDialog(opened)
  const start = await within(dialog).findByRole('button', { name: 'Sign off 2 rows' })
  const counts = [...dialog.querySelectorAll('dd')].map(({ textContent }) => textContent)
  expect(counts).toEqual(['2', '0', '0'])
  expect(dialog.textContent).toContain('1 of your rows has no decision and is left out.')
  expect(dialog.textContent).toContain('1 of your rows needs you and is left out.')
  expect(dialog.textContent).toContain('1 of your rows has a change that is not saved yet and is left out.')
  neverAnswered()
  await page.user.click(start)
  await within(dialog).findByText('Done.')
  expect(dialog.textContent).toContain('2 of 2 rows signed off')
  expect(dialog.textContent).not.toContain('(')
})
