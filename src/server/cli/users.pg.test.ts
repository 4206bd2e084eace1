import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { startServer, type TestServer } from '#testing/start-server.ts'
import { runToEnd } from './run-command.test-helper.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
})
afterAll(() => server.close())

const users = (...args: string[]) => runToEnd('users', args, { env: { DATABASE_URL: server.database.url } })
const list = '/api/private/lifecycle_management/action_events'

test('a key is printed alone, works at once, is listed without its secret, and ends when revoked', async () => {
  const made = await users('create-key', '--scope', 'activity:read')
  expect(made.exit).toBe(0)
  expect(made.stdout).toMatch(/^csk_[0-9a-f]{8}_[0-9A-Za-z]{49}\n$/)
  const key = made.stdout.trim()
  const [, id = ''] = key.split('_')
  expect((await server.get(list, key)).status).toBe(200)

  const listed = await users('list-keys')
  expect(listed.stdout).toMatch(
    new RegExp(`^${id}\tlocal\tactivity:read\tcreated \\S+Z\texpires \\S+Z\tvalid\n$`),
  )

  expect(await users('revoke-key', id)).toMatchObject({ exit: 0, stdout: '' })
  expect((await server.get(list, key)).status).toBe(401)
  expect((await users('list-keys')).stdout).toContain('\trevoked ')
  expect(await users('revoke-key', id)).toMatchObject({
    exit: 2,
    stderr: 'There is no live key of that id.\n',
  })
})

test('what is printed for nobody (`| head`) breaks nothing', async () => {
  const env = { DATABASE_URL: server.database.url }
  expect(await runToEnd('users', ['list-people'], { env, unread: true })).toEqual({
    exit: 0,
    stdout: '',
    stderr: '',
  })
})

test('T35 nobody without a role gets a key', async () => {
  const { db } = server.database.store
  await db
    .insertInto('person')
    .values({
      user_type: 'OktaUser',
      id: 'idle',
      email: 'idle@example.com',
      name: 'Idle',
      roles: [],
      manager_type: null,
      manager_id: null,
    })
    .execute()
  const made = await users('create-key', '--scope', 'activity:read', '--as', 'idle@example.com')
  expect(made).toMatchObject({ exit: 2, stdout: '' })
  expect(made.stderr).toBe(
    'Somebody without a role may do nothing here, and gets no key. Give them a role with add-person or import-directory.\n',
  )
  expect(await db.selectFrom('api_key').selectAll().where('owner', '=', 'idle').execute()).toEqual([])
  await expect(server.keyOf({ user_type: 'OktaUser', id: 'nobody' }, 'activity:read')).rejects.toThrow(
    'Somebody without a role',
  )
})

test('T36 nobody gets a key for what integrations report who does not run reviews', async () => {
  const refused = 'A key for hooks:write takes an owner with the role admin or operator.'
  for (const role of ['auditor', 'reviewer', 'operator'] as const) {
    await server.signIn(role, role)
    const email = `${role}@example.com`
    const scopes = ['--scope', 'activity:read', '--scope', 'hooks:write']
    const made = await users('create-key', ...scopes, '--as', email)
    if (role === 'operator')
      expect(made).toMatchObject({ exit: 0, stdout: expect.stringMatching(/^csk_/) as string })
    else
      expect(made).toMatchObject({ exit: 2, stdout: '', stderr: expect.stringContaining(refused) as string })
  }
})

test('a key lives as long as it is asked to', async () => {
  const { stderr } = await users(
    'create-key',
    '--scope',
    'activity:read',
    '--scope',
    'ops:metrics',
    '--days',
    '2',
  )
  const [, until = ''] = /for activity:read, ops:metrics, until (\S+)\./.exec(stderr) ?? []
  const days = (Date.parse(until) - Date.now()) / 86_400_000
  expect(days).toBeGreaterThan(1.9)
  expect(days).toBeLessThanOrEqual(2)
})

test.each([
  [[], 'Usage: npm run -s users'],
  [['create-key'], '--scope takes one of activity:read'],
  [['create-key', '--scope', 'everything'], '--scope takes one of activity:read'],
  [['create-key', '--scope', 'activity:read', '--days', '0'], '--days takes a whole number'],
  [['create-key', '--scope', 'activity:read', '--days', '1.5'], '--days takes a whole number'],
  [['revoke-key'], 'Usage: npm run -s users'],
  [['list-keys', '--days', '3'], 'Usage: npm run -s users'],
])('%j is refused', async (args, message) => {
  const { exit, stdout, stderr } = await users(...args)
  expect(stderr).toContain(message)
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
})
