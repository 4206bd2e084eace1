import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'
import { closeEntrance } from '../store/sign-in/entrance.ts'
import { runToEnd } from './run-command.test-helper.ts'

let server: TestServer
const folder = mkdtempSync(join(tmpdir(), 'countersign-directory-'))

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  // Else the first import of the file, whichever test it is in, has more to say than the others.
  await closeEntrance(server.database.store.db, 'IMPORT')
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await server.close()
})

const users = (...args: string[]) => runToEnd('users', args, { env: { DATABASE_URL: server.database.url } })
function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
const person = (id: string) =>
  server.database.store.db.selectFrom('person').selectAll().where('id', '=', id).executeTakeFirst()

describe('people by hand', () => {
  test('are added, changed and listed; a key of theirs does what they may', async () => {
    const made = await users(
      'add-person',
      '--email',
      'Ana@example.com',
      '--name',
      'Ana',
      '--role',
      'reviewer',
    )
    expect(made).toMatchObject({ exit: 0, stdout: '' })
    await users(
      'add-person',
      '--email',
      'Ana@example.com',
      '--name',
      'Ana R',
      '--role',
      'reviewer',
      '--role',
      'admin',
    )
    expect((await users('list-people')).stdout).toContain(
      'localCookieUser\tAna@example.com\tAna@example.com\tAna R\tadmin,reviewer\n',
    )
    const key = (
      await users('create-key', '--scope', 'reviews:read', '--as', 'ana@EXAMPLE.com')
    ).stdout.trim()
    expect((await server.get('/api/preview/awf/workflows', key)).status).toBe(200)
    const record = (await server.people.listKeys())[0]
    expect(record).toMatchObject({ owner_type: 'localCookieUser', owner: 'Ana@example.com' })
  })

  test('a key for nobody, or for one of two, is not made', async () => {
    const both = ['OktaUser', 'AzureADUser'].map((type) => `${type},two@example.com,two@example.com,reviewer`)
    await users('import-directory', file('two.csv', ['user_type,id,email,roles', ...both].join('\n')))
    const keyFor = (email: string) => users('create-key', '--scope', 'reviews:read', '--as', email)
    expect(await keyFor('nobody@example.com')).toMatchObject({
      exit: 2,
      stdout: '',
      stderr: 'Nobody of the directory has that email. See list-people.\n',
    })
    const two = await keyFor('two@example.com')
    expect(two).toMatchObject({ exit: 2, stdout: '' })
    expect(two.stderr).toContain(
      '2 people have that email: AzureADUser two@example.com, OktaUser two@example.com.',
    )
  })

  test.each([
    [['add-person', '--name', 'A', '--role', 'admin'], '--email takes an email'],
    [['add-person', '--email', 'a@b', '--role', 'admin'], '--name is required'],
    // T25: a name of nothing visible is none.
    [['add-person', '--email', 'a@b', '--name', '\u200b', '--role', 'admin'], '--name is required'],
    [['add-person', '--email', 'a@b', '--name', 'A'], '--role takes one of admin'],
    [['add-person', '--email', 'a@b', '--name', 'A', '--role', 'king'], '--role takes one of admin'],
    [['list-people', '--role', 'admin'], 'Usage: npm run -s users'],
    [['constructor'], 'Usage: npm run -s users'],
    [['import-directory'], 'Usage: npm run -s users'],
    [['import-directory', 'a', 'b'], 'Usage: npm run -s users'],
    [['import-directory', '/nowhere/people.csv'], 'no such file'],
  ])('%j is refused', async (args, message) => {
    const { exit, stderr } = await users(...args)
    expect(stderr).toContain(message)
    expect(exit).toBe(2)
  })
})

describe('a directory file', () => {
  test('in CSV brings everybody in, and changes nothing when it is read again', async () => {
    const path = file(
      'people.csv',
      [
        'user_type,id,email,name,manager_id,manager_type,roles',
        'OktaUser,u1,u1@example.com,"Smith, ""Jo"" Ångström",u2,,reviewer; auditor',
        'OktaUser,u2,u2@example.com,Boss,,,',
        'OktaUser,u3,,Third,a1,AzureADUser,admin',
      ].join('\n'),
    )
    for (let twice = 0; twice < 2; twice++) {
      expect(await users('import-directory', path)).toMatchObject({
        exit: 0,
        stderr: expect.stringMatching(/^3 people, 0 lines rejected\n1 person has no role/) as string,
      })
      expect(await person('u1')).toMatchObject({
        name: 'Smith, "Jo" Ångström',
        manager_type: 'OktaUser',
        manager_id: 'u2',
        roles: ['reviewer', 'auditor'],
        demo: false,
      })
      expect(await person('u2')).toMatchObject({ manager_type: null, manager_id: null, roles: [] })
      expect(await person('u3')).toMatchObject({ manager_type: 'AzureADUser', manager_id: 'a1', email: '' })
    }
  })

  test('T19 says how many have no role with the line that gives them one, which does', async () => {
    const path = file(
      "people o'hare.csv",
      [
        'user_type,id,email,roles',
        'OktaUser,r1,r1@example.com,',
        'OktaUser,r2,r2@example.com,auditor',
        'OktaUser,r3,r3@example.com,',
      ].join('\n'),
    )
    const { exit, stderr } = await users('import-directory', path)
    const mend = `npm run -s users -- import-directory '${path.replace("'", String.raw`'\''`)}' --role reviewer`
    expect({ exit, stderr }).toEqual({
      exit: 0,
      stderr: `3 people, 0 lines rejected\n2 people have no role, so no row is given to them. To make them reviewers: ${mend}\n`,
    })
    expect((await users('import-directory', path, '--role', 'reviewer')).stderr).toBe(
      '3 people, 0 lines rejected\n',
    )
    expect(await person('r1')).toMatchObject({ roles: ['reviewer'] })
    expect(await person('r2')).toMatchObject({ roles: ['auditor'] })
    expect(await users('import-directory', path, '--role', 'boss')).toMatchObject({ exit: 2 })
  })

  test('without a column leaves what that column would say', async () => {
    const path = file('some.csv', 'id,user_type,name\nu1,OktaUser,New name\n')
    expect((await users('import-directory', path)).exit).toBe(0)
    expect(await person('u1')).toMatchObject({ name: 'New name', email: 'u1@example.com', manager_id: 'u2' })
  })

  test('T33 refuses a line that says a key twice', async () => {
    const path = file('twice.ndjson', '{"user_type":"OktaUser","id":"twice","roles":["admin"],"roles":[]}\n')
    const { exit, stderr } = await users('import-directory', path)
    expect(exit).not.toBe(0)
    expect(stderr).toContain('line 1: holds a key twice in one object, again at character 56')
    expect(await person('twice')).toBeUndefined()
  })

  test('tells each line that is wrong by its number, and loses nothing else', async () => {
    const path = file(
      'bad.ndjson',
      [
        '{"user_type":"OktaUser","id":"n1","roles":["reviewer"],"manager_id":"n2"}',
        '{"user_type":"OktaUser"}',
        'zqxmarker',
        '',
        '{"user_type":"OktaUser","id":"n2","roles":["reviewer","boss"]}',
        '{"user_type":"OktaUser","id":"n3","zqxmarker":1}',
        '{"user_type":"OktaUser","id":"n4","email":"zqxmarker"}',
        '{"user_type":"OktaUser","id":"n1"}',
        '{"user_type":"OktaUser","id":"n5","manager_type":"x"}',
        '{"user_type":"OktaUser","id":7}',
        '{"user_type":"OktaUser","id":"n6"}',
        '{"user_type":"OktaUser","id":".."}',
      ].join('\n'),
    )
    const { exit, stderr } = await users('import-directory', path)
    expect(stderr.split('\n')).toEqual([
      'line 2: id is missing',
      'line 3: is not a JSON object',
      'line 5: roles says “boss”; the roles are admin, operator, reviewer, auditor',
      'line 6: takes only user_type, id, email, name, manager_id, manager_type, roles',
      'line 7: email must be an email, with no character that cannot be seen',
      'line 8: id is the person of line 1',
      'line 9: manager_id is missing',
      'line 10: id must be a text',
      'line 12: id is one that no address can hold',
      '2 people, 9 lines rejected',
      expect.stringContaining('1 person has no role'),
      '',
    ])
    expect(exit).toBe(1)
    expect(await person('n1')).toMatchObject({ roles: ['reviewer'], manager_id: 'n2' })
    expect(await person('n6')).toBeDefined()
  })

  test.each([
    ['an unknown column', 'user_type,id,shoe_size\nOktaUser,h1,44\n', 'The header of column 3'],
    ['a column twice', 'user_type,id,id\nOktaUser,h1,h1\n', 'The header of column 3'],
    ['no id', 'user_type,name\nOktaUser,h1\n', 'The header lacks id.'],
    ['nothing at all', '', 'The CSV file is empty'],
  ])('with %s in its header is not begun', async (_, text, message) => {
    const { exit, stderr } = await users('import-directory', file('header.csv', text))
    expect(stderr).toContain(message)
    expect(exit).toBe(2)
    expect(await person('h1')).toBeUndefined()
  })
})

describe('what a terminal does', () => {
  const { log, session } = {
    log: (id: string) =>
      server.database.store.db
        .selectFrom('account_log')
        .select(['action', 'actor', 'detail'])
        .where('person_id', '=', id)
        .where('action', 'in', ['ROLES_SET', 'PERSON_ADDED'])
        .orderBy('id')
        .execute(),
    session: async (cookie: string) =>
      (await server.send('GET', '/app/v1/session', { ...pageHeaders, cookie })).status,
  }
  const set = (before: string[], after: string[]) => ({
    action: 'ROLES_SET',
    actor: 'terminal',
    detail: { before, after },
  })

  test('to roles is in the account log, and signs out whose roles it changes', async () => {
    const olga = await server.signIn('olga', 'operator')
    const otto = await server.signIn('otto', 'operator')
    const lines = ['user_type,id,roles', 'localCookieUser,olga,reviewer', 'localCookieUser,otto,operator']
    expect((await users('import-directory', file('roles.csv', lines.join('\n')))).exit).toBe(0)
    expect([await session(olga), await session(otto)]).toEqual([401, 200])
    const person = ['--id', 'otto', '--email', 'otto@example.com', '--name', 'Otto', '--role', 'auditor']
    expect((await users('add-person', ...person)).exit).toBe(0)
    expect(await session(otto)).toBe(401)
    expect(await log('olga')).toEqual([set(['operator'], ['reviewer'])])
    expect(await log('otto')).toEqual([set(['operator'], ['auditor'])])
  })

  test('makes nobody of the server’s own people', async () => {
    const own = ['--id', 'local', '--email', 'local@example.com', '--name', 'L']
    const before = await person('local')
    for (const command of [
      ['add-person', ...own, '--role', 'admin'],
      ['add-admin', ...own],
    ])
      expect((await users(...command)).exit).not.toBe(0)
    const lines = ['user_type,id,email,roles', 'localCookieUser,local,local@example.com,admin']
    expect(await users('import-directory', file('own.csv', lines.join('\n')))).toMatchObject({
      exit: 1,
      stderr: expect.stringContaining('line 2: id is one of the server’s own') as string,
    })
    expect(await person('local')).toEqual(before)
  })

  test('for one of several people with an email takes their type and id', async () => {
    const lines = ['Okta', 'Azure'].map((type) => `${type},both,both@example.com,reviewer`)
    await users('import-directory', file('both.csv', ['user_type,id,email,roles', ...lines].join('\n')))
    const either = await users('reset', '--email', 'both@example.com')
    expect(either).toMatchObject({ exit: 2, stdout: '' })
    expect(either.stderr).toContain("--type 'Azure' --id 'both', or --type 'Okta' --id 'both'")
    const one = await users('reset', '--email', 'both@example.com', '--type', 'Okta', '--id', 'both')
    expect(one).toMatchObject({ exit: 0, stdout: expect.stringContaining('/set-password#') as string })
  })
})
