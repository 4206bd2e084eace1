import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Role } from '#contract/permissions.ts'
import { holdBack } from '#testing/activity-answers.ts'
import { insertReview, rowsOf } from '#testing/insert-review.ts'
import { type OpenPage, renderApp } from '#testing/render-app.tsx'
import { aUser, type GivenRow, insertPeople } from '#testing/review-data.ts'
import { buttonIn, changesSent, fillIn } from '#testing/review-page.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'
import { storedRow } from '#testing/stored-row.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await insertPeople(
    server.database.store.db,
    ['nikos', 'olivier'].map((id) => aUser(id)),
    ['reviewer'],
  )
  await server.database.store.db
    .insertInto('denied_reviewer')
    .values({ user_type: 'localCookieUser', id: 'olivier' })
    .execute()
})
afterAll(() => server.close())

/** Opens the first of three rows, and the dialog that gives it away. */
async function open(as: string, role: Role, given: Partial<GivenRow> = {}) {
  const id = await insertReview(server, rowsOf(['jdoe', 'ksmith', 'lchen'], given))
  const page = await renderApp(`/reviews/${id}/rows/0`, { server, as, roles: [role] })
  const drawer = await screen.findByRole('dialog', { name: /jdoe/ })
  await page.user.click(await within(drawer).findByRole('button', { name: /^Reassign/ }))
  const dialog = await screen.findByRole('dialog', { name: 'Reassign this row' })
  return { id, page, dialog, send: within(dialog).getByRole('button', { name: 'Reassign' }) }
}

/** Finds somebody by a part of their name and takes them. */
async function choose(page: OpenPage, dialog: HTMLElement, name: string): Promise<void> {
  await fillIn(page, within(dialog).getByRole('searchbox'), name)
  await page.user.click(await within(dialog).findByRole('button', { name: new RegExp(`^Add ${name} `) }))
}

test('T11 a row that is given away is the other person’s, and the next one opens and says to whom', async () => {
  const { id, page, dialog, send } = await open('ana', 'reviewer')
  await page.user.click(buttonIn(dialog, 'Remove ana'))
  await choose(page, dialog, 'nikos')
  await page.user.click(send)
  const next = await screen.findByRole('dialog', { name: /ksmith/ })
  await waitFor(() => expect(next.textContent).toContain('Reassigned to nikos: '))
  expect(next.textContent).not.toContain('not available')
  expect(location.pathname).toBe(`/reviews/${id}/rows/1`)
  await waitFor(async () => expect((await storedRow(server, id, 0)).reviewers).toEqual(['nikos']))
})

test('Enter takes nobody who was found for an earlier text', async () => {
  const { page, dialog } = await open('ana', 'reviewer')
  const field = within(dialog).getByRole('searchbox')
  await fillIn(page, field, 'nikos')
  await within(dialog).findByText('1 person found; press Enter to add.')
  const letGo = holdBack((url) => url.searchParams.get('search') === 'benedict')
  await fillIn(page, field, 'benedict')
  await page.user.keyboard('{Enter}')
  await within(dialog).findByText('Searching …')
  await page.user.keyboard('{Enter}')
  letGo()
  await within(dialog).findByText('Nobody else is found who can be a reviewer.')
  expect(within(dialog).queryByRole('button', { name: /^Remove nikos/ })).toBeNull()
})

test('a row can have somebody beside its reviewer', async () => {
  const { id, page, dialog, send } = await open('ana', 'reviewer')
  expect(send.getAttribute('aria-disabled')).toBe('true')
  await choose(page, dialog, 'nikos')
  expect(send.getAttribute('aria-disabled')).toBe('false')
  await page.user.click(send)
  await waitFor(async () => expect((await storedRow(server, id, 0)).reviewers).toEqual(['ana', 'nikos']))
  expect((await storedRow(server, id, 1)).reviewers).toEqual(['ana'])
})

test('T35 a reviewer cannot leave a row to nobody', async () => {
  const { id, page, dialog, send } = await open('ana', 'reviewer')
  await page.user.click(buttonIn(dialog, 'Clear'))
  expect(dialog.textContent).toContain(
    'Nobody who may review it would be left. Choose who decides it instead of you.',
  )
  expect(send.getAttribute('aria-disabled')).toBe('true')
  await page.user.click(send)
  expect(changesSent(page)).toEqual([])
  expect((await storedRow(server, id, 0)).reviewers).toEqual(['ana'])
  await choose(page, dialog, 'nikos')
  expect(send.getAttribute('aria-disabled')).toBe('false')
})

test('T35 an admin can, and is told what that means', async () => {
  const { id, page, dialog, send } = await open('root', 'admin')
  await page.user.click(buttonIn(dialog, 'Clear'))
  expect(dialog.textContent).toContain('no one would be asked to decide this row')
  await page.user.click(send)
  await waitFor(async () => expect((await storedRow(server, id, 0)).reviewers).toEqual([]))
})

test('people are found by three letters, and who may not review is not among them', async () => {
  const { page, dialog } = await open('ana', 'reviewer')
  await fillIn(page, within(dialog).getByRole('searchbox'), 'ni')
  await within(dialog).findByText('Type at least three letters.')
  await fillIn(page, within(dialog).getByRole('searchbox'), 'olivier')
  await within(dialog).findByText(/^Nobody else is found/)
  await fillIn(page, within(dialog).getByRole('searchbox'), 'nik')
  await within(dialog).findByRole('button', { name: /^Add nikos/ })
})

test('T28 a denied reviewer is named, and left out once that is confirmed', async () => {
  const { id, page, dialog, send } = await open('root', 'admin', { reviewers: [aUser('olivier')] })
  await within(dialog).findByText('is on the reviewer deny list')
  await choose(page, dialog, 'nikos')
  await page.user.click(send)
  const left = await within(dialog).findByRole('region', { name: 'Left out' })
  expect(left.textContent).toContain('olivier')
  expect(changesSent(page)).toEqual([])
  await page.user.click(buttonIn(left, 'Save without'))
  await waitFor(async () => expect((await storedRow(server, id, 0)).reviewers).toEqual(['nikos']))
})

test('T28 who goes back from leaving somebody out has saved nothing', async () => {
  const { id, page, dialog, send } = await open('root', 'admin', { reviewers: [aUser('olivier')] })
  await within(dialog).findByText('is on the reviewer deny list')
  await choose(page, dialog, 'nikos')
  await page.user.click(send)
  await page.user.click(buttonIn(await within(dialog).findByRole('region', { name: 'Left out' }), 'Back'))
  expect(within(dialog).queryByRole('region', { name: 'Left out' })).toBeNull()
  expect(dialog.textContent).toContain('nikos')
  expect(changesSent(page)).toEqual([])
  expect((await storedRow(server, id, 0)).reviewers).toEqual(['olivier'])
})
