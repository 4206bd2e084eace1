import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, inject, test } from 'vitest'
import type { Role } from '#contract/permissions.ts'
import { changeDirectory, putPeople } from '../store/reviews/people/change-people.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'
import { closeEntrance } from '../store/sign-in/entrance.ts'
import { runToEnd } from './run-command.test-helper.ts'

let server: TestServer
const folder = mkdtempSync(join(tmpdir(), 'countersign-roles-'))
const path = join(folder, 'people.csv')

const users = (...args: string[]) => runToEnd('users', args, { env: { DATABASE_URL: server.database.url } })

const importing = (lines: readonly string[], ...args: string[]) => {
  writeFileSync(path, ['user_type,id,email,roles', ...lines].join('\n'))
  return users('import-directory', path, ...args)
}

const staff = { ada: ['admin'], otto: ['operator', 'auditor'], aldo: ['auditor'], ida: [] } satisfies Record<
  string,
  Role[]
>
const emptied = Object.keys(staff).map((id) => `OktaUser,${id},${id}@example.com,`)

async function put(people: Readonly<Record<string, Role[]>>, demo = false): Promise<void> {
  const values = Object.entries(people).map(([id, roles]) => ({
    user_type: 'OktaUser',
    id,
    email: `${id}@example.com`,
    name: id,
    roles,
    manager_type: null,
    manager_id: null,
    demo,
  }))
  await server.database.store.db.insertInto('person').values(values).execute()
}

async function rolesNow(): Promise<Readonly<Record<string, readonly string[]>>> {
  const { db } = server.database.store
  const people = await db
    .selectFrom('person')
    .select(['id', 'roles'])
    .where('user_type', '=', 'OktaUser')
    .execute()
  return Object.fromEntries(people.map(({ id, roles }) => [id, roles]))
}

beforeEach(async () => {
  server = await startServer(inject('postgresUrl'))
  await closeEntrance(server.database.store.db, 'IMPORT')
  return () => server.close()
})
afterAll(() => rmSync(folder, { recursive: true }))

test('T19 --role gives a role to those who have none, and an empty cell beside it takes none away', async () => {
  await put(staff)
  const { exit, stderr } = await importing(
    [...emptied, 'OktaUser,nina,nina@example.com,auditor', 'OktaUser,nora,nora@example.com,'],
    '--role',
    'reviewer',
  )
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '6 people, 0 lines rejected\n' })
  expect(await rolesNow()).toEqual({ ...staff, ida: ['reviewer'], nina: ['auditor'], nora: ['reviewer'] })
})

test('T19 an empty list of JSON beside --role takes no role away either', async () => {
  await put(staff)
  const ndjson = join(folder, 'people.ndjson')
  writeFileSync(ndjson, '{"user_type":"OktaUser","id":"ada","roles":[]}\n')
  expect(await users('import-directory', ndjson, '--role', 'reviewer')).toMatchObject({
    exit: 0,
    stderr: '1 person, 0 lines rejected\n',
  })
  expect(await rolesNow()).toEqual(staff)
})

test('T19 a file that takes roles away says from how many, from whom and which', async () => {
  await put({ ...staff, eve: ['admin'] })
  const { exit, stderr } = await importing([
    ...emptied.filter((line) => !line.includes('ada')),
    'OktaUser,eve,,reviewer;auditor',
  ])
  expect(exit).toBe(0)
  expect(stderr.split('\n').slice(0, 2)).toEqual([
    '4 people, 0 lines rejected',
    '3 people lost a role that they had: OktaUser aldo (auditor), OktaUser eve (admin), OktaUser otto (operator, auditor).',
  ])
  expect(await rolesNow()).toEqual({
    ada: ['admin'],
    otto: [],
    aldo: [],
    ida: [],
    eve: ['reviewer', 'auditor'],
  })
})

test('T19 of many who lose roles ten are named, and all counted', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 12 }, (_, at): [string, Role[]] => [`p${at}`, ['auditor']]),
  )
  await put(many)
  const { stderr } = await importing(Object.keys(many).map((id) => `OktaUser,${id},,`))
  expect(stderr).toMatch(
    /^12 people lost a role that they had: (OktaUser p\d+ \(auditor\)(, )?){10} and 2 more\.$/m,
  )
})

test('T19 the role of the last admin is not taken, by a file or by hand, and nothing else of it is done', async () => {
  await put(staff)
  const refused = {
    exit: 2,
    stderr: expect.stringContaining(
      'It would take the role admin from the last admin. Nothing was changed.',
    ) as string,
  }
  expect(await importing(emptied)).toMatchObject(refused)
  expect(await importing(['OktaUser,new,,', 'OktaUser,ada,,reviewer'], '--role', 'reviewer')).toMatchObject(
    refused,
  )
  const byHand = ['--type', 'OktaUser', '--id', 'ada', '--email', 'ada@example.com', '--name', 'Ada']
  expect(await users('add-person', ...byHand, '--role', 'reviewer')).toMatchObject(refused)
  expect(await rolesNow()).toEqual(staff)
})

test('T19 an admin of the demonstration is none to leave alone; handing the role on in one file is', async () => {
  await put(staff)
  await put({ dora: ['admin'] }, true)
  expect(await importing(['OktaUser,ada,,'])).toMatchObject({ exit: 2 })
  expect(await importing(['OktaUser,ada,,', 'OktaUser,ida,,admin'])).toMatchObject({ exit: 0 })
  expect(await rolesNow()).toMatchObject({ ada: [], ida: ['admin'] })
})

test('T15 nor is it taken where all admins are of the demonstration', async () => {
  await put({ dora: ['admin'] }, true)
  expect(await importing(['OktaUser,dora,,'])).toMatchObject({ exit: 2 })
  expect(await rolesNow()).toEqual({ dora: ['admin'] })
})

test('T15 nor by two changes at the same time, of which each leaves the other admin', async () => {
  const { db } = server.database.store
  await put({ ada: [], eve: [] })
  const withRoles = (id: string, roles: Role[]) => ({ user_type: 'OktaUser', id, roles })
  for (let round = 0; round < 10; round++) {
    await changeDirectory(db, (directory) =>
      putPeople(directory, [withRoles('ada', ['admin']), withRoles('eve', ['admin'])]),
    )
    const ended = await Promise.allSettled(
      ['ada', 'eve'].map((id) => changeDirectory(db, (open) => putPeople(open, [withRoles(id, [])]))),
    )
    expect(ended.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(Object.values(await rolesNow()).flat()).toEqual(['admin'])
  }
})

test('T19 somebody changed by hand hears which roles they lost', async () => {
  await put(staff)
  const otto = ['--type', 'OktaUser', '--id', 'otto', '--email', 'otto@example.com', '--name', 'Otto']
  expect(await users('add-person', ...otto, '--role', 'reviewer')).toMatchObject({
    exit: 0,
    stderr:
      'OktaUser otto is reviewer.\n1 person lost a role that they had: OktaUser otto (operator, auditor).\n',
  })
})

test('T19 an email that somebody has makes no second person, and the refusal says how to change the first', async () => {
  await put(staff)
  const { exit, stderr } = await users(
    'add-person',
    '--email',
    'ADA@example.com',
    '--name',
    'A',
    '--role',
    'admin',
  )
  expect({ exit, stderr }).toEqual({
    exit: 2,
    stderr:
      "Nothing was changed: the email ADA@example.com is taken, and two people with one email cannot be told apart in a file. To change the person who has it, say beside the rest for ada (ada@example.com): --type 'OktaUser' --id 'ada'\n",
  })
  // Nor is one given to somebody who is there with another.
  const ida = ['--type', 'OktaUser', '--id', 'ida', '--name', 'Ida', '--role', 'auditor']
  expect(await users('add-person', ...ida, '--email', 'ada@example.com')).toMatchObject({ exit: 2 })
  const { stdout } = await users('list-people')
  expect(stdout).toContain('\tida@example.com\t')
  expect(stdout).not.toContain('ADA@example.com')
  const ada = ['--type', 'OktaUser', '--id', 'ada', '--name', 'Ada', '--role', 'admin', '--role', 'auditor']
  expect(await users('add-person', ...ada, '--email', 'ada@example.com')).toMatchObject({ exit: 0 })
  expect(await rolesNow()).toEqual({ ...staff, ada: ['admin', 'auditor'] })
})

test('T19 an account of the demonstration that becomes real is told of, by hand and in a file', async () => {
  await put({ dora: ['admin'], dan: ['reviewer'] }, true)
  const dora = ['--type', 'OktaUser', '--id', 'dora', '--email', 'dora@example.com', '--name', 'Dora']
  expect((await users('add-person', ...dora, '--role', 'admin')).stderr).toBe(
    'OktaUser dora is admin.\n1 person of the demonstration became real, and the page no longer offers to sign in as them: OktaUser dora.\n',
  )
  const again = await importing(['OktaUser,dora,,admin', 'OktaUser,dan,,reviewer'])
  expect(again.stderr).toBe(
    '2 people, 0 lines rejected\n1 person of the demonstration became real, and the page no longer offers to sign in as them: OktaUser dan.\n',
  )
})
