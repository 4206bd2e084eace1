import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { descriptionOf } from '#testing/description-of.ts'
import { insertReview, rowsOf } from '#testing/insert-review.ts'
import { renderApp } from '#testing/render-app.tsx'
import { buttonIn, changesSent, fillIn, rowWith } from '#testing/review-page.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'
import { storedRow } from '#testing/stored-row.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
})
afterAll(() => server.close())

const rejecting = 'Reject this access'
const needed = 'A reason is needed here.'

/** Opens a review of two rows as their reviewer. */
async function open(settings: NonNullable<Parameters<typeof insertReview>[2]>['settings'] = {}) {
  const id = await insertReview(server, rowsOf(['jdoe', 'ksmith']), { settings })
  return { id, page: await renderApp(`/reviews/${id}`, { server, as: 'ana', roles: ['reviewer'] }) }
}

type Page = Awaited<ReturnType<typeof open>>['page']

/** Presses a button of a row, and returns the dialog that opens and its field. */
async function press({ user }: Page, word: string, title: string, name = 'jdoe') {
  // The buttons come with the session, which may be a moment behind the rows.
  await user.click(await within(await rowWith(name)).findByRole('button', { name: new RegExp(`^${word}`) }))
  const dialog = await screen.findByRole('dialog', { name: title })
  return { dialog, field: within(dialog).getByRole('textbox') }
}

test.each([
  ['nothing at all', ''],
  ['a space', ' '],
  ['a space of no width', '\u200b'],
  ['fillers of other scripts', '\u2800\u3164'],
])('T25 %s is no reason to reject', async (_, text) => {
  const { page } = await open()
  const { dialog, field } = await press(page, 'Reject', rejecting)
  await fillIn(page, field, text)
  await page.user.click(buttonIn(dialog, 'Reject'))
  await waitFor(() => expect(descriptionOf(field)).toContain(needed))
  expect(changesSent(page)).toEqual([])
})

test.each([
  ['a control character', 'Left\u0000 the team.', 'The note holds a control character (U+0000 at place 5).'],
  ['10,001 characters', 'x'.repeat(10_001), 'The note is longer than 10000 characters.'],
])('T29 a note with %s is named in its dialog, and not sent', async (_, text, why) => {
  const { page, id } = await open()
  const { dialog, field } = await press(page, 'Reject', rejecting)
  await fillIn(page, field, text)
  await page.user.click(buttonIn(dialog, 'Reject'))
  await waitFor(() => expect(descriptionOf(field)).toContain(why))
  expect(changesSent(page)).toEqual([])
  // It is neither cut nor lost: what is put right is sent.
  expect(field).toHaveProperty('value', text)
  await fillIn(page, field, 'Left the team.')
  await page.user.click(buttonIn(dialog, 'Reject'))
  await waitFor(async () => expect((await storedRow(server, id, 0)).notes).toBe('Left the team.'))
  expect(changesSent(page)).toHaveLength(1)
})

test('T29 a note of exactly 10,000 characters is kept whole', async () => {
  const { page, id } = await open()
  const { dialog, field } = await press(page, 'Reject', rejecting)
  await fillIn(page, field, 'x'.repeat(10_000))
  await page.user.click(buttonIn(dialog, 'Reject'))
  await waitFor(async () => expect((await storedRow(server, id, 0)).notes).toBe('x'.repeat(10_000)))
})

test('a review may want a reason for accepting too', async () => {
  const { page, id } = await open({ ui_customization_settings: { accept_notes_behavior: 'POP_UP_REQUIRED' } })
  const { dialog, field } = await press(page, 'Accept', 'Accept this access')
  await page.user.click(buttonIn(dialog, 'Accept'))
  await waitFor(() => expect(descriptionOf(field)).toContain(needed))
  await fillIn(page, field, 'Runs the reports.')
  await page.user.click(buttonIn(dialog, 'Accept'))
  await waitFor(async () =>
    expect(await storedRow(server, id, 0)).toMatchObject({
      decision: 'RESULT_DECISION_ACCEPTED',
      notes: 'Runs the reports.',
    }),
  )
})

test('a stored note is chosen by a press, and nothing else is offered beside it', async () => {
  const { page, id } = await open({
    predefined_decision_notes: {
      reject_notes: ['Left the company.', ' ', 'Left the company.'],
      accept_notes: [],
    },
  })
  const { dialog, field } = await press(page, 'Reject', rejecting)
  expect(
    within(dialog)
      .getAllByRole('option')
      .map(({ textContent }) => textContent),
  ).toEqual(['Left the company.'])
  await page.user.click(within(dialog).getByRole('option'))
  expect(field).toHaveProperty('value', 'Left the company.')
  await page.user.click(buttonIn(dialog, 'Reject'))
  await waitFor(async () => expect((await storedRow(server, id, 0)).notes).toBe('Left the company.'))
})

test('the reason of the row before is offered for the next one', async () => {
  const { page, id } = await open()
  const first = await press(page, 'Reject', rejecting)
  expect(within(first.dialog).queryByRole('option')).toBeNull()
  await fillIn(page, first.field, 'Moved to sales.')
  await page.user.click(buttonIn(first.dialog, 'Reject'))
  await waitFor(() => expect(screen.queryByRole('dialog', { name: rejecting })).toBeNull())
  const next = await press(page, 'Reject', rejecting, 'ksmith')
  await page.user.click(within(next.dialog).getByRole('option', { name: 'Moved to sales.' }))
  await page.user.click(buttonIn(next.dialog, 'Reject'))
  await waitFor(async () => expect((await storedRow(server, id, 1)).notes).toBe('Moved to sales.'))
})

test('T01 a text that is left unsent is kept for its row, and for no other', async () => {
  const { page, id } = await open()
  const first = await press(page, 'Reject', rejecting)
  await fillIn(page, first.field, 'Left in October.')
  await page.user.click(buttonIn(first.dialog, 'Cancel'))
  await waitFor(() => expect(first.dialog.isConnected).toBe(false))
  const other = await press(page, 'Reject', rejecting, 'ksmith')
  expect(other.field).toHaveProperty('value', '')
  expect(descriptionOf(other.field)).not.toContain('Kept from before.')
  await page.user.click(buttonIn(other.dialog, 'Cancel'))
  await waitFor(() => expect(other.dialog.isConnected).toBe(false))
  const again = await press(page, 'Reject', rejecting)
  expect(again.field).toHaveProperty('value', 'Left in October.')
  expect(descriptionOf(again.field)).toContain('Kept from before.')
  // The caret is at its end: a letter that is typed now replaces nothing.
  expect(again.field).toMatchObject({ selectionStart: 16, selectionEnd: 16 })
  const texts = () => Object.keys(sessionStorage).filter((key) => key.includes('text'))
  expect(texts()).toHaveLength(1)
  await page.user.click(buttonIn(again.dialog, 'Reject'))
  await waitFor(async () => expect((await storedRow(server, id, 0)).notes).toBe('Left in October.'))
  // What was sent is over.
  await waitFor(() => expect(texts()).toEqual([]))
})

test('T08 a change that the server refused gives way to the next one of its row', async () => {
  const { page, id } = await open()
  const row = await rowWith('ksmith')
  // The page does not know yet that a reason is wanted.
  const value = { accept_notes_behavior: 'POP_UP_REQUIRED' }
  const { db } = server.database.store
  const { workflow_id } = await db
    .selectFrom('certification')
    .select('workflow_id')
    .where('certification_id', '=', id)
    .executeTakeFirstOrThrow()
  await db
    .insertInto('review_setting')
    .values({ leaf: 'ui_customization_settings', workflow_id, value })
    .execute()
  await page.user.click(buttonIn(row, 'Accept'))
  await within(row).findByText('needs you')
  const { dialog, field } = await press(page, 'Reject', rejecting, 'ksmith')
  await fillIn(page, field, 'Left the team.')
  await page.user.click(buttonIn(dialog, 'Reject'))
  await waitFor(async () => expect((await storedRow(server, id, 1)).notes).toBe('Left the team.'))
  await waitFor(() => expect(row.textContent).not.toContain('needs you'))
  expect(buttonIn(row, 'Reject').getAttribute('aria-pressed')).toBe('true')
})

test('a note that is emptied is cleared, and the decision stays', async () => {
  const rows = rowsOf(['jdoe'], { decision: 'RESULT_DECISION_ACCEPTED', notes: 'Why?' })
  const id = await insertReview(server, rows)
  const page = await renderApp(`/reviews/${id}/rows/0`, { server, as: 'ana', roles: ['reviewer'] })
  const drawer = await screen.findByRole('dialog', { name: /jdoe/ })
  await page.user.click(await within(drawer).findByRole('button', { name: /^Note/ }))
  const dialog = await screen.findByRole('dialog', { name: 'Note on this access' })
  const field = within(dialog).getByRole('textbox')
  expect(field).toHaveProperty('value', 'Why?')
  await fillIn(page, field, '')
  await page.user.click(buttonIn(dialog, 'Save note'))
  await waitFor(async () => expect((await storedRow(server, id, 0)).notes.trim()).toBe(''))
  expect((await storedRow(server, id, 0)).decision).toBe('RESULT_DECISION_ACCEPTED')
})

test('T01 a row that is rejected already is asked for its reason again, with the one it has', async () => {
  const { page, id } = await open()
  const first = await press(page, 'Reject', rejecting)
  await fillIn(page, first.field, 'Left the team.')
  await page.user.click(buttonIn(first.dialog, 'Reject'))
  await waitFor(async () => expect((await storedRow(server, id, 0)).notes).toBe('Left the team.'))
  const again = await press(page, 'Reject', rejecting)
  expect(again.dialog.textContent).toContain('Left the team.')
  await fillIn(page, again.field, 'Left the company.')
  await page.user.click(buttonIn(again.dialog, 'Reject'))
  await waitFor(async () => expect((await storedRow(server, id, 0)).notes).toBe('Left the company.'))
  expect(await storedRow(server, id, 1)).toMatchObject({ decision: 'RESULT_DECISION_NONE' })
})

test('T01 a row that is accepted already says so, and nothing is sent or marked instead', async () => {
  const { page, id } = await open()
  const accept = async () => page.user.click(buttonIn(await rowWith('jdoe'), 'Accept'))
  await accept()
  await waitFor(async () =>
    expect((await storedRow(server, id, 0)).decision).toBe('RESULT_DECISION_ACCEPTED'),
  )
  await accept()
  await waitFor(() => expect(document.body.textContent).toContain('This row is decided so already.'))
  expect(changesSent(page)).toHaveLength(1)
})
