import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, beforeEach, expect, inject, onTestFinished, test, vi } from 'vitest'
import { instead, refusal } from '#testing/activity-answers.ts'
import { descriptionOf } from '#testing/description-of.ts'
import { type OpenPage, renderApp } from '#testing/render-app.tsx'
import { insertWorkflow } from '#testing/review-data.ts'
import { buttonIn, fillIn } from '#testing/review-page.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
let made = 0
let name = ''
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  const { db } = server.database.store
  await insertWorkflow(db, { workflow_id: 'roles', name: 'Data roles' })
  const { snapshot_id } = await db
    .insertInto('snapshot')
    .values({
      workflow_id: 'roles',
      import_id: null,
      imported_at: '2026-03-02T09:00:00Z',
      rows: 1,
      complete: true,
    })
    .returning('snapshot_id')
    .executeTakeFirstOrThrow()
  const node = (type: string, id: string) => ({ type, id, name: id, properties: {} })
  await db
    .insertInto('access_row')
    .values({
      snapshot_id,
      row_key: Buffer.from('row'),
      source: node('User', 'jdoe'),
      destination: node('Role', 'admin'),
      waypoint: null,
      raw_permissions: [],
      effective_permissions: [],
      source_managers: [],
      destination_owners: [],
      reviewers: [],
      line: 1,
    })
    .execute()
})
afterAll(() => server.close())
beforeEach(() => {
  made += 1
  name = `Made by a test ${made}`
})

const named = (called = name) =>
  server.database.store.db
    .selectFrom('certification')
    .select(['name', 'notes', 'published'])
    .where('name', '=', called)
    .execute()

/** Opens the dialog that makes a certification; its code comes after the press. */
async function openNew(page: OpenPage): Promise<HTMLElement> {
  // The dialog chooses the first of the workflows that are known as it opens.
  await screen.findByRole('region', { name: 'Workflows' })
  await page.user.click(await screen.findByRole('button', { name: /^New / }))
  const field = await screen.findByLabelText('Workflow')
  const dialog = field.closest('dialog')
  if (!dialog) throw new Error('the field stands in no dialog')
  return dialog
}

async function open() {
  const page = await renderApp('/reviews', { server, as: 'root', roles: ['admin'] })
  const dialog = await openNew(page)
  await fillIn(page, within(dialog).getByLabelText('Name'), name)
  return { page, dialog, make: within(dialog).getByRole('button', { name: /^Create/ }) }
}

test('a draft is made and stands in the list as one', async () => {
  const { page, dialog, make } = await open()
  await page.user.click(within(dialog).getByLabelText(/draft/))
  await page.user.click(make)
  await waitFor(() => expect(dialog.isConnected).toBe(false))
  expect(await named()).toMatchObject([{ published: false }])
  await screen.findByRole('row', { name: new RegExp(name) })
})

test('a name that is too long is said at its field', async () => {
  const { page, dialog, make } = await open()
  const field = within(dialog).getByLabelText('Name')
  await fillIn(page, field, 'x'.repeat(1025))
  await page.user.click(within(dialog).getByLabelText(/draft/))
  await page.user.click(make)
  await waitFor(() => expect(descriptionOf(field)).toContain('is longer than 1024 characters'))
  expect(await named('x'.repeat(1025))).toEqual([])
})

test('T19 what would be published without reviewers or due date is asked about once more', async () => {
  const { page, dialog, make } = await open()
  await page.user.click(make)
  const confirm = () => within(dialog).findByRole('region', { name: 'To confirm' })
  expect((await confirm()).textContent).toMatch(
    /No row has a reviewer\..*There is no due date.*1 row because no reviewer was chosen and the import names none/,
  )
  expect(await named()).toEqual([])
  // A change of the form makes void what was said of it.
  await fillIn(page, within(dialog).getByLabelText(/^Due/), '2099-01-31T17:00')
  expect(within(dialog).queryByRole('region', { name: 'To confirm' })).toBeNull()
  await page.user.click(make)
  expect((await confirm()).textContent).not.toContain('There is no due date')
  await page.user.click(buttonIn(dialog, 'Create and publish anyway'))
  await waitFor(() => expect(dialog.isConnected).toBe(false))
  expect(await named()).toHaveLength(1)
})

test('T19 a second Enter publishes nothing that is doubted: the doubts have the focus', async () => {
  const { page, dialog } = await open()
  const field = within(dialog).getByLabelText('Name')
  await page.user.click(field)
  await page.user.keyboard('{Enter}')
  const heading = await within(dialog).findByRole('heading', { name: 'Before you publish:' })
  expect(document.activeElement).toBe(heading)
  await page.user.keyboard('{Enter}')
  await page.user.click(field)
  await page.user.keyboard('{Enter}')
  // Nor does a second press where the first one was.
  await page.user.click(within(dialog).getByRole('button', { name: 'Create' }))
  expect(page.sent.filter(({ path }) => path.endsWith('/certifications'))).toEqual([])
  await page.user.click(within(dialog).getByRole('button', { name: 'Create and publish anyway' }))
  await waitFor(() => expect(dialog.isConnected).toBe(false))
  expect(await named()).toMatchObject([{ published: true }])
})

test('T34 a certification whose answer was lost is made once when it is asked for again', async () => {
  const { page, dialog, make } = await open()
  await page.user.click(within(dialog).getByLabelText(/draft/))
  const real = globalThis.fetch
  let lost = false
  const losing = vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const answer = await real(input, init)
    if (
      lost ||
      init?.method !== 'POST' ||
      !(input instanceof URL) ||
      !input.pathname.endsWith('/certifications')
    )
      return answer
    lost = true
    throw new TypeError('fetch failed')
  })
  onTestFinished(() => losing.mockRestore())
  await page.user.click(make)
  await within(dialog).findByRole('alert')
  expect(await named()).toHaveLength(1)
  await page.user.click(make)
  await waitFor(() => expect(dialog.isConnected).toBe(false))
  expect(page.sent.filter(({ path }) => path.endsWith('/certifications'))).toHaveLength(2)
  expect(await named()).toHaveLength(1)
})

test('T34 a certification that is asked for twice in one moment is made once', async () => {
  const { page, dialog, make } = await open()
  await page.user.click(within(dialog).getByLabelText(/draft/))
  make.click()
  make.click()
  await waitFor(() => expect(dialog.isConnected).toBe(false))
  expect(await named()).toHaveLength(1)
})

test('T01 a review that is left before it is created is there whole the next time, until one starts anew', async () => {
  const { page, dialog } = await open()
  await fillIn(page, within(dialog).getByLabelText('Notes'), 'By Friday.')
  await fillIn(page, within(dialog).getByLabelText(/^Due/), '2099-01-31T17:00')
  await page.user.click(within(dialog).getByLabelText('The owner of the resource'))
  await page.user.click(within(dialog).getByLabelText(/draft/))
  await page.user.click(within(dialog).getByRole('button', { name: 'Cancel' }))
  await waitFor(() => expect(dialog.isConnected).toBe(false))

  const again = await openNew(page)
  const filledIn = () => [
    ...['Name', 'Notes', /^Due/].map((label) => Reflect.get(within(again).getByLabelText(label), 'value')),
    ...['The owner of the resource', /draft/].map((label) =>
      Reflect.get(within(again).getByLabelText(label), 'checked'),
    ),
  ]
  expect(filledIn()).toEqual([name, 'By Friday.', '2099-01-31T17:00', true, true])
  expect(again.textContent).toContain('This is what you filled in before and did not create.')

  await page.user.click(buttonIn(again, 'Start anew'))
  expect(filledIn()).toEqual(['', '', '', false, false])
  expect(again.textContent).not.toContain('This is what you filled in before')
  await page.user.click(within(again).getByRole('button', { name: 'Cancel' }))
  await waitFor(() => expect(again.isConnected).toBe(false))
  expect((await openNew(page)).textContent).not.toContain('This is what you filled in before')
})

test('T01 a review that could not be created is kept, and forgotten once it is created', async () => {
  const { page, dialog, make } = await open()
  await page.user.click(within(dialog).getByLabelText(/draft/))
  const end = instead(
    ({ pathname }) => pathname.endsWith('/certifications'),
    () => refusal(503, 'Unavailable', 'Not now.'),
  )
  await page.user.click(make)
  await within(dialog).findByRole('alert')
  end()
  await page.user.click(within(dialog).getByRole('button', { name: 'Close' }))
  await waitFor(() => expect(dialog.isConnected).toBe(false))
  const again = await openNew(page)
  expect(within(again).getByLabelText('Name')).toHaveProperty('value', name)
  await page.user.click(within(again).getByRole('button', { name: 'Create' }))
  await waitFor(() => expect(again.isConnected).toBe(false))
  expect(await named()).toHaveLength(1)
  expect(within(await openNew(page)).getByLabelText('Name')).toHaveProperty('value', '')
})
