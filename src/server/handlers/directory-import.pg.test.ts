import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import type { Role } from '#contract/permissions.ts'
import type { DirectoryChanges } from '#contract/session/people-calls.ts'
import { aUser } from '#testing/review-data.ts'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
let ada: Record<string, string>

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
})
beforeEach(async () => {
  await db().deleteFrom('session').execute()
  await db().deleteFrom('local_account').execute()
  await db().deleteFrom('person').where('id', 'not in', ['local', 'system']).execute()
  ada = await as('ada', 'admin')
})
afterAll(() => server.close())

const db = () => server.database.store.db
const as = async (id: string, ...roles: Role[]) => ({
  ...pageHeaders,
  cookie: await server.signIn(id, ...roles),
})
const send = (verb: 'preview_import' | 'import', body: object) =>
  server.send('POST', `/app/v1/directory:${verb}`, ada, body)
async function previewed(file: string, more: object = {}): Promise<DirectoryChanges> {
  const { status, body } = await send('preview_import', { file, ...more })
  expect(status).toBe(200)
  return (body as { value: DirectoryChanges }).value
}
const everybody = async () =>
  await db().selectFrom('person').selectAll().orderBy('user_type').orderBy('id').execute()
const type = aUser('x').user_type
const csv = (...rows: string[]) => ['user_type,id,email,name,roles', ...rows, ''].join('\n')

test('a preview changes nothing and adds up; the import does just that', async () => {
  await as('olga', 'operator')
  await as('same', 'reviewer')
  const before = await everybody()
  const file = csv(
    `${type},olga,olga@new.example,Olga,auditor`,
    `${type},same,${aUser('same').email},${aUser('same').name},reviewer`,
    'Okta,n1,n1@example.com,New One,reviewer;operator',
    'Okta,n2,n2@example.com,New Two,',
    'Okta,n1,n1@example.com,Twice,',
    'Okta,n3,n3@example.com,Three,king',
  )
  const preview = await previewed(file)
  expect(await everybody()).toEqual(before)
  expect(preview).toMatchObject({
    lines: 6,
    added: 2,
    changed: 1,
    unchanged: 1,
    rejected: 2,
    without_role: 1,
  })
  expect(preview.people[0]).toMatchObject({
    id: 'olga',
    change: 'CHANGED',
    roles_gained: ['auditor'],
    roles_lost: ['operator'],
    fields: ['email', 'name'],
  })
  expect(preview.people.slice(1).map(({ id, change }) => [id, change])).toEqual([
    ['n1', 'ADDED'],
    ['n2', 'ADDED'],
  ])
  expect(preview.problems.map(({ line, field }) => [line, field])).toEqual([
    [6, 'id'],
    [7, 'roles'],
  ])
  const { status, body } = await send('import', { file, preview: preview.preview })
  expect([status, (body as { value: unknown }).value]).toEqual([200, preview])
  expect((await everybody()).map(({ id }) => id)).toEqual(expect.arrayContaining(['n1', 'n2', 'olga']))
  const log = await db().selectFrom('account_log').select(['action', 'person_id', 'detail']).execute()
  expect(log).toEqual(
    expect.arrayContaining([
      {
        action: 'DIRECTORY_IMPORTED',
        person_id: null,
        detail: expect.objectContaining({ lines: 6, added: 2 }),
      },
      { action: 'ROLES_SET', person_id: 'olga', detail: { before: ['operator'], after: ['auditor'] } },
      { action: 'ROLES_SET', person_id: 'n1', detail: { before: [], after: ['operator', 'reviewer'] } },
    ]),
  )
})

test('what is imported is what was seen: file, role and directory', async () => {
  await as('olga', 'operator')
  const file = csv(`${type},olga,,,auditor`)
  const { preview } = await previewed(file)
  const refused = async (body: object) => expect((await send('import', body)).status).toBe(409)
  await refused({ file: csv(`${type},olga,,,admin`), preview })
  await refused({ file, role: 'reviewer', preview })
  await refused({ file, preview: 'x' })
  await db()
    .updateTable('person')
    .set({ roles: ['admin'] })
    .where('id', '=', 'olga')
    .execute()
  await refused({ file, preview })
  expect((await everybody()).find(({ id }) => id === 'olga')?.roles).toEqual(['admin'])
})

test('a role for those who have none is given beside the file, as in the terminal', async () => {
  await as('olga', 'operator')
  const file = csv(`${type},olga,,,`, 'Okta,n1,n1@example.com,New,')
  const preview = await previewed(file, { role: 'reviewer' })
  expect(preview).toMatchObject({ added: 1, without_role: 0 })
  await send('import', { file, role: 'reviewer', preview: preview.preview })
  const roles = (await everybody()).map(({ id, roles: held }) => [id, held])
  expect(roles).toEqual(
    expect.arrayContaining([
      ['n1', ['reviewer']],
      ['olga', ['operator']],
    ]),
  )
})

test('sessions end of those whose roles it changes, and of nobody else', async () => {
  const [olga, omar] = [await as('olga', 'operator'), await as('omar', 'operator')]
  const file = csv(`${type},olga,,,reviewer`, `${type},omar,omar@new.example,,operator`)
  await send('import', { file, preview: (await previewed(file)).preview })
  expect((await server.send('GET', '/app/v1/session', olga)).status).toBe(401)
  expect((await server.send('GET', '/app/v1/session', omar)).status).toBe(200)
})

test('one’s own roles and the last admin’s are none of a file', async () => {
  const own = await send('preview_import', { file: csv(`${type},ada,,,reviewer`) })
  expect(own).toMatchObject({ status: 400, body: { reason: 'OWN_ACCOUNT' } })
  await as('bea', 'admin')
  const account = {
    user_type: type,
    password_hash: 'x',
    password_changed_at: null,
    totp_secret: null,
    totp_last_step: null,
  }
  await db()
    .insertInto('local_account')
    .values({ ...account, person_id: 'bea' })
    .execute()
  const last = await send('preview_import', { file: csv(`${type},bea,,,reviewer`) })
  expect(last).toMatchObject({ status: 400, body: { reason: 'LAST_ADMIN' } })
})

test('one’s own roles are none of a file that somebody else has looked at', async () => {
  const bea = await as('bea', 'admin')
  const file = csv(`${type},ada,,,reviewer`)
  const { body } = await server.send('POST', '/app/v1/directory:preview_import', bea, { file })
  const { preview } = (body as { value: DirectoryChanges }).value
  expect(await send('import', { file, preview })).toMatchObject({
    status: 400,
    body: { reason: 'OWN_ACCOUNT' },
  })
  expect((await everybody()).find(({ id }) => id === 'ada')?.roles).toEqual(['admin'])
})

test.each([
  ['', /CSV file is empty/],
  ['name,colour\nx,y\n', /header of column 2/],
  ['user_type,id\n"t,1\n', /cut short/],
])('a file that cannot be read (%j) is told why', async (file, why) => {
  const { status, body } = await send('preview_import', { file })
  expect([status, JSON.stringify(body)]).toEqual([400, expect.stringMatching(why)])
})

test('NDJSON is read too, and a file of thousands', async () => {
  const lines = Array.from({ length: 3000 }, (_, index) =>
    JSON.stringify({ user_type: 'Okta', id: `p${index}` }),
  )
  const preview = await previewed(lines.join('\n'))
  expect(preview).toMatchObject({ lines: 3000, added: 3000, changed: 0, unchanged: 0, rejected: 0 })
  expect(preview.people).toHaveLength(200)
})

test('roles that come from claims of the provider are none of a file', async () => {
  const { directoryStore } = await import('../store/directory/directory-store.ts')
  const { readDirectoryText } = await import('../directory/read-directory-text.ts')
  await as('tia', 'operator')
  const tie = { user_type: type, person_id: 'tia', issuer: 'i', subject: 'tia', tied_by: 't' }
  await db()
    .insertInto('tied_identity')
    .values({ ...tie, tied_at: new Date().toISOString() })
    .execute()
  const actor = {
    id: 'user:x:ada',
    name: 'ada',
    user: aUser('ada'),
    roles: ['admin'],
    via: 'session',
  } as const
  const preview = async (text: string, fromClaims: boolean) =>
    await directoryStore(db(), () => new Date(), fromClaims).preview(
      { ...(await readDirectoryText(text)), role: undefined, text },
      actor,
    )
  const file = csv(`${type},tia,,,admin`)
  expect(await preview(file, true)).toMatchObject({
    rejected: 1,
    changed: 0,
    problems: [{ line: 2, field: 'roles' }],
  })
  expect(await preview(file, false)).toMatchObject({ rejected: 0, changed: 1 })
  await db().deleteFrom('tied_identity').execute()
})

async function givePassword(id: string): Promise<void> {
  const account = { user_type: type, person_id: id, password_hash: 'x', password_changed_at: null }
  await db()
    .insertInto('local_account')
    .values({ ...account, totp_secret: null, totp_last_step: null })
    .execute()
}

test('the server’s own people, and ids that differ by case alone, are none of a file', async () => {
  await as('olga', 'operator')
  const file = csv(
    'localCookieUser,local,loc@example.com,L,admin',
    'system,system,sys@example.com,S,admin',
    `${type},OLGA,,,admin`,
    `${type},New,,,`,
    `${type},nEW,,,`,
    'Okta,n4,un\u200bseen@example.com,,',
  )
  const preview = await previewed(file)
  expect(preview).toMatchObject({ lines: 6, added: 1, rejected: 5 })
  expect(preview.problems.map(({ line, field }) => [line, field])).toEqual([
    [2, 'id'],
    [3, 'id'],
    [4, 'id'],
    [6, 'id'],
    [7, 'email'],
  ])
  const before = (await everybody()).filter(({ id }) => id === 'local' || id === 'system')
  await send('import', { file, preview: preview.preview })
  expect((await everybody()).filter(({ id }) => id === 'local' || id === 'system')).toEqual(before)
})

test('the email by which somebody signs in is given to nobody else', async () => {
  await as('olga', 'operator')
  await givePassword('olga')
  const preview = await previewed(
    csv('Okta,twin,OLGA@example.com,Twin,reviewer', `${type},olga,,Olga O,operator`),
  )
  expect(preview).toMatchObject({ added: 0, changed: 1, rejected: 1 })
  expect(preview.problems).toEqual([
    { line: 2, field: 'email', error: expect.stringContaining('by which') as string },
  ])
})

test('the last admin who signs in by a password keeps their email', async () => {
  await as('bea', 'admin')
  await givePassword('bea')
  const file = csv(`${type},bea,,Bea,admin`)
  const refusal = { status: 400, body: { reason: 'LAST_ADMIN' } }
  expect(await send('preview_import', { file })).toMatchObject(refusal)
  expect(await send('preview_import', { file: csv(`${type},bea,bea@new.example,Bea,admin`) })).toMatchObject({
    status: 200,
  })
})

test('a preview does not wait for who changes an admin, nor keeps them waiting', async () => {
  const { lockAdmins } = await import('../store/sign-in/admins.ts')
  const holding = await db().startTransaction().execute()
  await lockAdmins(holding)
  try {
    expect(await previewed(csv('Okta,n1,n1@example.com,New,'))).toMatchObject({ added: 1 })
  } finally {
    await holding.rollback().execute()
  }
})

test('a role beside the file is none of those whose roles come from claims', async () => {
  const { directoryStore } = await import('../store/directory/directory-store.ts')
  const { readDirectoryText } = await import('../directory/read-directory-text.ts')
  await as('tia', 'operator')
  await db().updateTable('person').set({ roles: [] }).where('id', '=', 'tia').execute()
  const tie = { user_type: type, person_id: 'tia', issuer: 'i', subject: 'tia', tied_by: 't' }
  await db()
    .insertInto('tied_identity')
    .values({ ...tie, tied_at: new Date().toISOString() })
    .execute()
  const actor = {
    id: 'user:x:ada',
    name: 'ada',
    user: aUser('ada'),
    roles: ['admin'],
    via: 'session',
  } as const
  const text = csv(`${type},tia,tia@example.com,Tia T,`)
  for (const fromClaims of [true, false]) {
    const store = directoryStore(db(), () => new Date(), fromClaims)
    const file = { ...(await readDirectoryText(text)), role: 'reviewer', text } as const
    const preview = await store.preview(file, actor)
    expect(preview).toMatchObject({ rejected: 0, without_role: fromClaims ? 1 : 0 })
    await store.import(file, preview.preview, actor)
    const roles = (await everybody()).find(({ id }) => id === 'tia')?.roles
    expect(roles).toEqual(fromClaims ? [] : ['reviewer'])
  }
  await db().deleteFrom('tied_identity').execute()
})
