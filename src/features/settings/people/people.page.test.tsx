import { screen, waitFor, within } from '@testing-library/dom'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { renderApp } from '#testing/render-app.tsx'
import { aUser } from '#testing/review-data.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  for (const id of ['ada', 'bea']) {
    await server.signIn(id, 'admin')
    const account = { user_type: aUser(id).user_type, person_id: id, password_hash: 'x' }
    await db()
      .insertInto('local_account')
      .values({ ...account, password_changed_at: null, totp_secret: null, totp_last_step: null })
      .execute()
  }
})
afterAll(() => server.close())

const db = () => server.database.store.db
const open = (path: string, role: 'admin' | 'auditor' | 'operator' = 'admin') =>
  renderApp(`/settings/${path}`, { server, as: role === 'admin' ? 'ada' : role, roles: [role] })
const press = async (name: string | RegExp) => {
  const button = await screen.findByRole('button', { name })
  button.click()
}
const rolesOf = async (id: string) =>
  (await db().selectFrom('person').select('roles').where('id', '=', id).executeTakeFirst())?.roles
const personPath = (id: string) => `people/${encodeURIComponent(aUser(id).user_type)}/${id}`

test('a person is added with roles, and the link for their password is shown once', async () => {
  const { user } = await open('people')
  await press('Add a person …')
  const dialog = within(await screen.findByRole('dialog'))
  await user.type(dialog.getByLabelText('Name'), 'Nina New')
  await user.type(dialog.getByLabelText('Email'), 'nina@example.com')
  await user.click(dialog.getByLabelText(/^operator/))
  await user.click(dialog.getByRole('button', { name: 'Add the person' }))
  const link = await dialog.findByText(/\/set-password#[\w-]{32}$/)
  expect(link.textContent).toMatch(/^http/)
  expect(await rolesOf('nina@example.com')).toEqual(['operator'])
  await user.click(dialog.getByRole('button', { name: 'Done' }))
  await screen.findByRole('link', { name: 'Nina New' })
  expect(document.body.textContent).not.toContain('#')
})

test('what is looked for stands in the address', async () => {
  await server.signIn('omar', 'operator')
  const { user } = await open('people')
  await user.type(await screen.findByLabelText('Name, email or id'), 'omar')
  await press('Search')
  await waitFor(() => expect(location.search).toBe('?search=omar'))
  await waitFor(async () =>
    expect(within(await screen.findByRole('list', { name: 'People' })).getAllByRole('listitem')).toHaveLength(
      1,
    ),
  )
  await user.selectOptions(screen.getByLabelText('Role'), 'auditor')
  await screen.findByRole('heading', { name: 'Nobody' })
  expect(location.search).toBe('?search=omar&role=auditor')
})

test('roles are set by a press; those of oneself after a question', async () => {
  await server.signIn('olga', 'operator')
  const { user } = await open(personPath('olga'))
  await user.click(await screen.findByLabelText(/^auditor/))
  await press('Set the roles')
  await waitFor(async () => expect(await rolesOf('olga')).toEqual(['operator', 'auditor']))
})

test('one’s own roles ask more clearly, and end in being no admin', async () => {
  await server.signIn('cleo', 'admin')
  const { user } = await renderApp(`/settings/${personPath('cleo')}`, {
    server,
    as: 'cleo',
    roles: ['admin'],
  })
  await user.click(await screen.findByLabelText(/^admin/))
  await user.click(screen.getByLabelText(/^operator/))
  await press('Set your own roles …')
  const dialog = within(await screen.findByRole('dialog', { name: 'Change your own roles?' }))
  expect(await rolesOf('cleo')).toEqual(['admin'])
  dialog.getByText(/no admin any more/)
  await user.click(dialog.getByRole('button', { name: 'Yes, from now on I am operator' }))
  await waitFor(async () => expect(await rolesOf('cleo')).toEqual(['operator']))
})

test('access is ended after a question that says what ends, and what ended is told', async () => {
  await server.signIn('dora', 'operator')
  await server.keyOf(aUser('dora'), 'reviews:read')
  const { sent } = await open(personPath('dora'))
  await press('Deactivate …')
  const dialog = within(await screen.findByRole('dialog', { name: 'End their access?' }))
  dialog.getByText(/signed out everywhere/)
  const end = dialog.getByRole('button', { name: 'End their access' })
  for (const _ of [1, 2]) end.click()
  await screen.findByText('Ended: 1 session, 1 key, 0 exports.')
  await screen.findByText(/^Deactivated /)
  expect(sent.filter(({ path }) => path.endsWith('/deactivation'))).toHaveLength(1)
  await press('Activate')
  await screen.findByRole('button', { name: 'Deactivate …' })
})

test('what is refused is told where it was asked', async () => {
  await db()
    .updateTable('local_account')
    .set({ password_hash: null })
    .where('person_id', '=', 'ada')
    .execute()
  const { user } = await open(personPath('bea'))
  await press('Deactivate …')
  const dialog = within(await screen.findByRole('dialog'))
  await user.click(dialog.getByRole('button', { name: 'End their access' }))
  expect((await dialog.findByRole('alert')).textContent).toMatch(/last admin/)
  await db().updateTable('local_account').set({ password_hash: 'x' }).where('person_id', '=', 'ada').execute()
})

test('a directory file is pasted, previewed with what it takes, and put in by a button that says the numbers', async () => {
  await server.signIn('lena', 'operator', 'reviewer')
  const { user } = await open('people/import')
  const type = aUser('lena').user_type
  const file = `user_type,id,email,name,roles\n${type},lena,,,reviewer\nOkta,n1,n1@example.com,New One,\nOkta,,x,y,\n`
  await user.click(await screen.findByLabelText('Or its text'))
  await user.paste(file)
  await press('Show what changes')
  await screen.findByText('Of 3 lines: 1 added, 1 changed, 0 unchanged, 1 rejected.')
  const [, lena] = within(screen.getByRole('table', { name: 'Changes' })).getAllByRole('row')
  expect(
    within(lena as HTMLElement)
      .getAllByRole('cell')
      .map(({ textContent }) => textContent),
  ).toEqual(['changed', 'operator', '', 'email, name'])
  screen.getByText(/^Line 4: id/)
  expect(await rolesOf('lena')).toEqual(['operator', 'reviewer'])
  await press('Import: 1 added, 1 changed')
  await screen.findByText(/^Done\./)
  expect(await rolesOf('lena')).toEqual(['reviewer'])
})

test('auditors read people and the log, and are offered no change', async () => {
  await open(personPath('ada'), 'auditor')
  await screen.findByText(/^You read this page/)
  expect(screen.queryByRole('button', { name: /Deactivate/ })).toBeNull()
  await open('people/import', 'auditor')
  await screen.findByRole('heading', { name: 'This page is not for your account' })
})

test('the account log is read in words, and narrowed by the address', async () => {
  await open('account-log?action=ROLES_SET', 'auditor')
  const log = within(await screen.findByRole('list', { name: 'Account log' }))
  expect(log.getAllByText('Roles set').length).toBeGreaterThan(1)
  expect(log.getAllByText(aUser('ada').name).length).toBeGreaterThan(0)
  expect(log.queryByText('Key made')).toBeNull()
})

test('the log of one person is a link from their page, and of a reference a search; both survive a reload', async () => {
  await server.signIn('kim', 'reviewer')
  const refusal = { action: 'SIGN_IN_REFUSED', actor: 'nobody', user_type: aUser('kim').user_type } as const
  const detail = { reason: 'NO_ACCESS', reference: 'AB12CD34' }
  const entry = { ...refusal, person_id: 'kim', detail, at: new Date().toISOString() }
  await db().insertInto('account_log').values(entry).execute()
  const { user } = await open(personPath('kim'), 'auditor')
  await user.click(await screen.findByRole('link', { name: /^What was done to their account/ }))
  await screen.findByText(/alone: what was done/)
  await open(`${location.pathname}${location.search}`.slice('/settings/'.length), 'auditor')
  const log = within(await screen.findByRole('list', { name: 'Account log' }))
  expect(log.getAllByRole('link').map(({ textContent }) => textContent)).toContain(aUser('kim').name)
  expect(log.queryByText(aUser('ada').name)).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Show everybody’s' }))
  await waitFor(() => expect(screen.queryByText(/alone: what was done/)).toBeNull())
  await user.type(await screen.findByRole('searchbox', { name: 'Reference' }), 'ab12cd34{Enter}')
  await waitFor(() => expect(location.search).toBe('?reference=ab12cd34'))
  await screen.findByText(/^because they have no access here · reference: AB12CD34/)
  expect(screen.getAllByText('Sign-in refused', { selector: 'strong' })).toHaveLength(1)
})

test('an operator has no page of people', async () => {
  await open('people', 'operator')
  await screen.findByRole('heading', { name: 'This page is not for your account' })
})

test.each(['urn:x:1', 'a/b', 'a:deactivate', '100%', '🦊'])(
  'the link of somebody with the id %s leads to their page, which survives a reload and ends their access',
  async (id) => {
    await server.signIn(id, 'operator')
    await open(`people?search=${encodeURIComponent(aUser(id).email)}`)
    const link = await screen.findByRole('link', { name: aUser(id).name })
    link.click()
    await screen.findByRole('heading', { name: 'Access' })
    await open(location.pathname.slice('/settings/'.length))
    await press('Deactivate …')
    await press('End their access')
    await screen.findByText(/^Ended: 1 session/)
  },
)

test.each([
  ['people?role=boss', 'role=boss'],
  ['account-log?action=nonsense', 'action=nonsense'],
  ['account-log?id=kim', 'id=kim'],
])('T13 the address %s says what of it cannot be read, and lists nothing meanwhile', async (path, part) => {
  const { user } = await open(path)
  const alert = await screen.findByRole('alert')
  expect(alert.textContent).toContain(part)
  expect(screen.queryByRole('list', { name: /^(People|Account log)$/ })).toBeNull()
  await user.click(within(alert).getByRole('button', { name: 'Show without it' }))
  await screen.findByRole('list', { name: /^(People|Account log)$/ })
})
