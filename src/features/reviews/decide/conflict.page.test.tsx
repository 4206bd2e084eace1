import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { descriptionOf } from '#testing/description-of.ts'
import { insertReview, rowsOf } from '#testing/insert-review.ts'
import { renderApp } from '#testing/render-app.tsx'
import { changeRowAs } from '#testing/request-as.ts'
import { buttonIn, changesSent, fillIn, rowWith } from '#testing/review-page.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'
import { storedRow } from '#testing/stored-row.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
})
afterAll(() => server.close())

const theirs = { result_id: 0, decision: 'RESULT_DECISION_ACCEPTED', notes: 'Runs the reports.' }

/** While ana writes why she rejects a row, ben accepts it; what she sends meets what he made of it. */
async function openConflict() {
  const id = await insertReview(server, rowsOf(['jdoe', 'ksmith']))
  const page = await renderApp(`/reviews/${id}`, { server, as: 'ana', roles: ['reviewer'] })
  await page.user.click(buttonIn(await rowWith('jdoe'), 'Reject'))
  const note = await screen.findByRole('dialog', { name: 'Reject this access' })
  await changeRowAs('ben', server, id, theirs)
  await fillIn(page, within(note).getByRole('textbox'), 'Left in October.')
  await page.user.click(buttonIn(note, 'Reject'))
  const dialog = await screen.findByRole('dialog', { name: 'A colleague has changed this row' })
  return { id, page, dialog, field: within(dialog).getByRole('textbox') }
}

test('both versions stand beside each other, and nothing is overwritten', async () => {
  const { id, dialog } = await openConflict()
  const version = (name: string) => within(dialog).getByRole('region', { name }).textContent
  expect(version('Theirs')).toMatch(/ben.*Accepted.*Runs the reports\./)
  expect(version('Mine')).toMatch(/Rejected.*Left in October\./)
  expect(await storedRow(server, id, 0)).toMatchObject({
    decision: 'RESULT_DECISION_ACCEPTED',
    notes: 'Runs the reports.',
  })
})

test('Keep theirs gives the own change up, and the row shows what the colleague decided', async () => {
  const { id, page, dialog } = await openConflict()
  const before = changesSent(page).length
  await page.user.click(buttonIn(dialog, 'Keep theirs'))
  await waitFor(() => expect(dialog.isConnected).toBe(false))
  expect(buttonIn(await rowWith('jdoe'), 'Accept').getAttribute('aria-pressed')).toBe('true')
  expect(screen.queryByRole('button', { name: /^Needs you/ })).toBeNull()
  expect(changesSent(page)).toHaveLength(before)
  expect((await storedRow(server, id, 0)).log).toHaveLength(1)
})

test('Replace with mine goes on top of theirs, which stays in the history', async () => {
  const { id, page, dialog } = await openConflict()
  await page.user.click(buttonIn(dialog, 'Replace with mine'))
  await waitFor(async () =>
    expect(await storedRow(server, id, 0)).toMatchObject({
      decision: 'RESULT_DECISION_REJECTED',
      notes: 'Left in October.',
    }),
  )
  const { log } = await storedRow(server, id, 0)
  expect(log.map(({ actor, detail }) => [actor.id, detail.decision_detail?.decision])).toEqual([
    ['ben', 'RESULT_DECISION_ACCEPTED'],
    ['ana', 'RESULT_DECISION_REJECTED'],
  ])
})

test.each([
  ['nothing', '', 'Say why yours should stand.'],
  ['nothing visible', '\u200b \u2800', 'Say why yours should stand.'],
  ['a control character', 'Left\u0000 the team.', 'The note holds a control character (U+0000 at place 5).'],
  ['10,001 characters', 'x'.repeat(10_001), 'The note is longer than 10000 characters.'],
])('T29 a reason of %s replaces nothing of a colleague', async (_, text, why) => {
  const { id, page, dialog, field } = await openConflict()
  const before = changesSent(page).length
  await fillIn(page, field, text)
  await page.user.click(buttonIn(dialog, 'Replace with mine'))
  await waitFor(() => expect(descriptionOf(field)).toContain(why))
  expect(changesSent(page)).toHaveLength(before)
  expect((await storedRow(server, id, 0)).decision).toBe('RESULT_DECISION_ACCEPTED')
})

test('T29 a row that waits for the reader takes no further decision, and says why', async () => {
  const { id, page, dialog } = await openConflict()
  await page.user.click(within(dialog).getByRole('button', { name: /^Close/ }))
  await waitFor(() => expect(dialog.isConnected).toBe(false))
  const before = changesSent(page).length
  await page.user.click(buttonIn(await rowWith('jdoe'), 'Reject'))
  await screen.findAllByText(
    /^Your earlier change of this row is not saved, because the row has been changed since\./,
  )
  expect(screen.queryByRole('dialog', { name: 'Reject this access' })).toBeNull()
  expect(changesSent(page)).toHaveLength(before)
  expect((await storedRow(server, id, 0)).decision).toBe('RESULT_DECISION_ACCEPTED')
})
