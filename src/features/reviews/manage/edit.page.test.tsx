import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { descriptionOf } from '#testing/description-of.ts'
import { insertReview, rowsOf } from '#testing/insert-review.ts'
import { type OpenPage, renderApp } from '#testing/render-app.tsx'
import { changeReviewAs } from '#testing/request-as.ts'
import { aUser, insertPeople } from '#testing/review-data.ts'
import { fillIn } from '#testing/review-page.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'
import { rememberReviewers } from '../parts/people/recent-reviewers.ts'

let server: TestServer
let id = ''
let name = ''
let made = 0

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await insertPeople(
    server.database.store.db,
    ['nikos', 'olivier'].map((person) => aUser(person)),
    ['reviewer'],
  )
  await server.database.store.db
    .insertInto('denied_reviewer')
    .values({ user_type: 'localCookieUser', id: 'olivier' })
    .execute()
})
afterAll(() => server.close())

beforeEach(async () => {
  made += 1
  name = `Quarter ${made}.`
  const reviewers = [aUser('olivier')]
  id = await insertReview(server, rowsOf(['jdoe', 'ksmith'], { reviewers }), {
    name,
    reviewers,
    notes: 'By Friday.',
  })
})

const stored = () =>
  server.database.store.db
    .selectFrom('certification')
    .select(['name', 'notes', 'due_date', 'reviewers'])
    .where('certification_id', '=', id)
    .executeTakeFirstOrThrow()

/** Opens the form that changes a review, from the menu of the list. */
async function editInList(page: OpenPage, called = name): Promise<HTMLElement> {
  await page.user.click(await screen.findByRole('button', { name: new RegExp(`Manage .*${called}`) }))
  await page.user.click(await screen.findByRole('button', { name: 'Edit …' }))
  return screen.findByRole('dialog', { name: new RegExp(`^Edit .*${called}`) })
}

/** Opens the form that changes a review, in the details of the review itself. */
async function editInReview(page: OpenPage): Promise<HTMLElement> {
  if (!screen.queryByRole('dialog', { name: 'About this review' }))
    await page.user.click(await screen.findByRole('button', { name: /^Details/ }))
  await page.user.click(await screen.findByRole('button', { name: 'Edit …' }))
  return screen.findByRole('dialog', { name: /^Edit / })
}

const places = [
  ['in the list', '/reviews', editInList],
  ['in the review', '', editInReview],
] as const
const openAt = (path: string) => renderApp(path || `/reviews/${id}`, { server, as: 'root', roles: ['admin'] })

test.each(places)('a change of name, notes and due date is saved %s', async (_, path, edit) => {
  const page = await openAt(path)
  const form = await edit(page)
  await fillIn(page, within(form).getByLabelText('Name'), `Renamed ${made}`)
  await fillIn(page, within(form).getByLabelText('Notes'), 'By Monday.')
  await fillIn(page, within(form).getByLabelText(/^Due/), '2099-01-31T17:00')
  await page.user.click(within(form).getByRole('button', { name: 'Save' }))
  await waitFor(async () =>
    expect(await stored()).toMatchObject({ name: `Renamed ${made}`, notes: 'By Monday.' }),
  )
  expect((await stored()).due_date).toContain('2099-01-31')
  expect((await stored()).reviewers.map((person) => person.id)).toEqual(['olivier'])
  await screen.findAllByText(`Renamed ${made}`)
})

test.each(places)('T34 a change %s overwrites no change that was made meanwhile', async (_, path, edit) => {
  const page = await openAt(path)
  const form = await edit(page)
  await fillIn(page, within(form).getByLabelText('Name'), 'Mine')
  await changeReviewAs('ben', server, id, { name: `Theirs ${made}` })
  await page.user.click(within(form).getByRole('button', { name: 'Save' }))
  expect((await within(form).findByRole('alert')).textContent).toContain('has been changed since you read it')
  expect((await stored()).name).toBe(`Theirs ${made}`)
  expect(within(form).getByLabelText('Name')).toHaveProperty('value', 'Mine')
})

test('T34 who opens the form again finds what the other has made of it, and can change that', async () => {
  const page = await openAt('')
  const form = await editInReview(page)
  await fillIn(page, within(form).getByLabelText('Name'), 'Mine')
  await changeReviewAs('ben', server, id, { name: `Theirs ${made}` })
  await page.user.click(within(form).getByRole('button', { name: 'Save' }))
  await within(form).findByRole('alert')
  await screen.findByRole('heading', { name: `Theirs ${made}` })
  await page.user.click(within(form).getByRole('button', { name: 'Cancel' }))
  const again = await editInReview(page)
  const field = within(again).getByLabelText('Name')
  await waitFor(() => expect(field).toHaveProperty('value', `Theirs ${made}`))
  await fillIn(page, field, `Ours ${made}`)
  await page.user.click(within(again).getByRole('button', { name: 'Save' }))
  await waitFor(async () => expect((await stored()).name).toBe(`Ours ${made}`))
})

test.each([
  ['Name', 1025, 'is longer than 1024 characters'],
  ['Notes', 65_537, 'is longer than'],
])('%s that is too long is said at its field, and nothing is saved', async (label, length, why) => {
  const page = await openAt('/reviews')
  const form = await editInList(page)
  const field = within(form).getByLabelText(label)
  await fillIn(page, field, 'x'.repeat(length))
  await page.user.click(within(form).getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(descriptionOf(field)).toContain(why))
  expect(field).toHaveProperty('value.length', length)
  expect(await stored()).toMatchObject({ name, notes: 'By Friday.' })
})

test('a due date that has passed is refused at its field', async () => {
  const page = await openAt('/reviews')
  const form = await editInList(page)
  const field = within(form).getByLabelText(/^Due/)
  await fillIn(page, field, '2020-01-31T17:00')
  await page.user.click(within(form).getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(field.getAttribute('aria-invalid')).toBe('true'))
  expect((await stored()).due_date).toBeNull()
})

test.each(places)(
  'T28 a denied reviewer is named %s, and left out once that is confirmed',
  async (_, path, edit) => {
    const page = await openAt(path)
    const form = await edit(page)
    await within(form).findByText(/^is on the reviewer deny list/)
    await fillIn(page, within(form).getByRole('searchbox'), 'nikos')
    await page.user.click(await within(form).findByRole('button', { name: /^Add nikos/ }))
    await page.user.click(within(form).getByRole('button', { name: 'Save' }))
    const left = await within(form).findByRole('region', { name: 'Left out' })
    expect(left.textContent).toContain('olivier')
    expect((await stored()).reviewers.map((person) => person.id)).toEqual(['olivier'])
    await page.user.click(within(form).getByRole('button', { name: /^Save without/ }))
    await waitFor(async () =>
      expect((await stored()).reviewers.map((person) => person.id)).toEqual(['nikos']),
    )
  },
)

test('a reviewer is found and added with keys alone, and nothing is sent by that', async () => {
  const page = await openAt('/reviews')
  rememberReviewers([aUser('nikos')])
  const form = await editInList(page)
  const field = within(form).getByRole('searchbox')
  expect(within(form).queryByRole('button', { name: /nikos/ })).toBeNull()
  await page.user.click(field)
  within(form).getByText('Picked lately:')
  within(form).getByRole('button', { name: /^Add nikos/ })
  await fillIn(page, field, 'nik')
  await within(form).findByText(/^1 person found/)
  await page.user.keyboard('{ArrowDown}')
  expect(document.activeElement).toBe(within(form).getByRole('button', { name: /^Add nikos/ }))
  await page.user.keyboard('{ArrowUp}')
  expect(document.activeElement).toBe(field)
  await page.user.keyboard('{Enter}')
  const chosen = () => within(form).getByRole('button', { name: /^Remove .?nikos/ })
  await page.user.click(chosen())
  await fillIn(page, field, 'nik')
  await within(form).findByText(/^1 person found/)
  await page.user.keyboard('{ArrowDown}{Enter}')
  expect(chosen().isConnected).toBe(true)
  expect(document.activeElement).toBe(field)
  expect(field).toHaveProperty('value', '')
  await fillIn(page, field, 'nobody of that name')
  await within(form).findByText(/^Nobody else is found/)
  await page.user.keyboard('{Enter}')
  expect(page.sent.filter(({ method, path }) => method !== 'GET' && path.includes(id))).toEqual([])
})

test('T28 who changes something else is not asked about the denied reviewer, who stays', async () => {
  const page = await openAt('/reviews')
  const form = await editInList(page)
  await within(form).findByText(/^is on the reviewer deny list/)
  await fillIn(page, within(form).getByLabelText('Notes'), 'By Monday.')
  await page.user.click(within(form).getByRole('button', { name: 'Save' }))
  await waitFor(async () => expect((await stored()).notes).toBe('By Monday.'))
  expect((await stored()).reviewers.map((person) => person.id)).toEqual(['olivier'])
})

const keptLine = 'These are changes that you made before and did not save.'
const keptNow = () => Object.keys(sessionStorage).filter((key) => key.includes('text'))

/** Fills in all that can be changed of a review. */
async function fillAll(page: OpenPage, form: HTMLElement) {
  await fillIn(page, within(form).getByLabelText('Name'), 'Renamed')
  await fillIn(page, within(form).getByLabelText('Notes'), 'By Tuesday.')
  await fillIn(page, within(form).getByLabelText(/^Due/), '2099-01-31T17:00')
  await fillIn(page, within(form).getByRole('searchbox'), 'nikos')
  await page.user.click(await within(form).findByRole('button', { name: /^Add nikos/ }))
}

const filledIn = (form: HTMLElement) => [
  ...['Name', 'Notes', /^Due/].map((label) => Reflect.get(within(form).getByLabelText(label), 'value')),
  ...within(form)
    .getAllByRole('button', { name: /^Remove / })
    .map((button) => /nikos|olivier/.exec(button.getAttribute('aria-label') ?? button.textContent)?.[0]),
]

async function closeBy(page: OpenPage, form: HTMLElement, button: 'Close' | 'Cancel') {
  await page.user.click(within(form).getByRole('button', { name: button }))
  await waitFor(() => expect(form.isConnected).toBe(false))
}

test.each(places)(
  'T01 changes that are closed unsaved %s come back whole, until they are saved',
  async (_, path, edit) => {
    const page = await openAt(path)
    const form = await edit(page)
    expect(form.textContent).not.toContain(keptLine)
    await fillAll(page, form)
    await closeBy(page, form, 'Close')
    const again = await edit(page)
    expect(filledIn(again)).toEqual(['Renamed', 'By Tuesday.', '2099-01-31T17:00', 'olivier', 'nikos'])
    expect(again.textContent).toContain(keptLine)
    await within(again).findByText(/^is on the reviewer deny list/)
    await page.user.click(within(again).getByRole('button', { name: 'Save' }))
    await page.user.click(await within(again).findByRole('button', { name: /^Save without/ }))
    await waitFor(async () => expect(await stored()).toMatchObject({ name: 'Renamed', notes: 'By Tuesday.' }))
    await waitFor(() => expect(keptNow()).toEqual([]))
  },
)

test('T01 Cancel drops all that was changed, and so does Start anew', async () => {
  const page = await openAt('/reviews')
  const asStored = [name, 'By Friday.', '', 'olivier']
  const form = await editInList(page)
  await fillAll(page, form)
  await closeBy(page, form, 'Cancel')
  const second = await editInList(page)
  expect(filledIn(second)).toEqual(asStored)
  expect(second.textContent).not.toContain(keptLine)
  await fillIn(page, within(second).getByLabelText('Notes'), 'By Tuesday.')
  await closeBy(page, second, 'Close')
  const third = await editInList(page)
  expect(third.textContent).toContain(keptLine)
  await page.user.click(within(third).getByRole('button', { name: 'Start anew' }))
  expect(filledIn(third)).toEqual(asStored)
  expect(third.textContent).not.toContain(keptLine)
  expect(keptNow()).toEqual([])
})

test('T34 changes that come back undo nothing that somebody else has changed since', async () => {
  const page = await openAt('')
  const form = await editInReview(page)
  await fillIn(page, within(form).getByLabelText('Notes'), 'By Tuesday.')
  await changeReviewAs('ben', server, id, { name: `Theirs ${made}`, notes: 'By Sunday.' })
  await page.user.click(within(form).getByRole('button', { name: 'Save' }))
  await screen.findByRole('heading', { name: `Theirs ${made}` })
  await closeBy(page, form, 'Close')
  const again = await editInReview(page)
  expect(filledIn(again)).toEqual([`Theirs ${made}`, 'By Tuesday.', '', 'olivier'])
  expect(again.textContent).toContain('Since then somebody else has changed too: Notes.')
  await page.user.click(within(again).getByRole('button', { name: 'Save' }))
  await waitFor(async () => expect((await stored()).notes).toBe('By Tuesday.'))
  expect((await stored()).name).toBe(`Theirs ${made}`)
})
