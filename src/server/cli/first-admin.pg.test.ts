import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { verify } from '@node-rs/argon2'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#testing/test-database.ts'
import { aUser } from '#testing/review-data.ts'
import { createPasswords } from '../auth/passwords.ts'
import { loadDemoReviews } from '../demo/reviews/load.ts'
import { countSignInAdmins } from '../store/sign-in/admins.ts'
import { isStillOpen } from '../store/sign-in/entrance.ts'
import { findLink } from '../store/sign-in/one-time-links.ts'
import { eventLine, temporaryDir } from './import/file/read-all.test-helper.ts'
import { runToEnd } from './run-command.test-helper.ts'

let database: TestDatabase
let env: Readonly<Record<string, string>>

beforeEach(async () => {
  database = await createTestDatabase(inject('postgresUrl'))
  env = { DATABASE_URL: database.url, PUBLIC_URL: 'https://audit.example' }
})
afterEach(() => database.drop())

const db = () => database.store.db
const users = (...args: readonly string[]) => runToEnd('users', args, { env })
const ada = ['--email', 'ada@example.com', '--name', 'Ada Lovelace'] as const
const tokenOf = (address: string) => address.trim().split('#')[1] ?? ''
const logged = async () =>
  (await db().selectFrom('account_log').select(['actor', 'action', 'person_id']).orderBy('id').execute()).map(
    ({ actor, action, person_id }) => `${actor} ${action} ${person_id ?? ''}`.trim(),
  )
async function setPassword(id: string, hash = 'x'): Promise<void> {
  const key = { user_type: 'localCookieUser', person_id: id }
  const rest = { password_hash: hash, password_changed_at: null, totp_secret: null, totp_last_step: null }
  await db()
    .insertInto('local_account')
    .values({ ...key, ...rest })
    .execute()
}

/** Runs `users` at a terminal on which these lines are typed, and gives what it shows. */
async function atTerminal(
  args: readonly string[],
  typed: readonly string[],
): Promise<{ exit: unknown; shown: string }> {
  const entry = join(inject('commands'), 'users.js')
  const command = [process.execPath, entry, ...args].map((word) => `'${word}'`).join(' ')
  const child = spawn('script', ['-qefc', command, '/dev/null'], {
    env: { PATH: process.env['PATH'], ...env },
  })
  const lines = [...typed]
  child.stdout.on('data', (chunk: Buffer) => {
    if (chunk.toString().endsWith(': ')) child.stdin.write(`${lines.shift() ?? ''}\n`)
  })
  const exit = new Promise((resolve) => child.once('close', resolve))
  const shown = await text(child.stdout)
  return { exit: await exit, shown }
}

describe('users add-admin', () => {
  test('at a terminal asks twice for a password, does not show it, and makes an admin who can sign in', async () => {
    const { exit, shown } = await atTerminal(
      ['add-admin', ...ada],
      ['seven small boats', 'seven small boats'],
    )
    expect(shown).toContain('is an admin, and signs in as ada@example.com at https://audit.example/sign-in')
    expect(shown).not.toContain('seven')
    expect(exit).toBe(0)
    expect(await countSignInAdmins(db())).toBe(1)
    expect(await isStillOpen(db())).toBe(false)
    const account = await db().selectFrom('local_account').select('password_hash').executeTakeFirstOrThrow()
    expect(await verify(account.password_hash ?? '', 'seven small boats')).toBe(true)
    expect(await logged()).toEqual([
      'terminal PERSON_ADDED ada@example.com',
      'terminal PASSWORD_SET ada@example.com',
      'terminal ENTRANCE_CLOSED',
    ])
  })

  test('at a terminal asks again for one that is too short', async () => {
    const typed = ['short', 'seven small boats', 'seven small boats']
    const { exit, shown } = await atTerminal(['add-admin', ...ada], typed)
    expect(shown).toContain('must have at least 12 characters. Try another one.')
    expect(exit).toBe(0)
  })

  test.each([
    ['two different ones', ['seven small boats', 'seven small goats'], 'two different passwords'],
    ['three weak ones', ['password1234', 'short', 'password1234'], 'password'],
  ])('at a terminal takes %s for nothing', async (_, typed, message) => {
    const { exit, shown } = await atTerminal(['add-admin', ...ada], typed)
    expect(shown).toContain(message)
    expect(exit).toBe(2)
    expect(await db().selectFrom('person').select('id').execute()).toEqual([{ id: 'local' }])
    expect(await isStillOpen(db())).toBe(true)
  })

  test('without a terminal prints a link alone, by which they set their password', async () => {
    const { exit, stdout, stderr } = await users('add-admin', ...ada)
    expect(stdout).toMatch(/^https:\/\/audit\.example\/set-password#[\w-]{32}\n$/)
    expect(stderr).not.toContain(tokenOf(stdout))
    expect(exit).toBe(0)
    const link = await findLink(db(), tokenOf(stdout), new Date())
    expect(link).toMatchObject({ purpose: 'password', person: { id: 'ada@example.com' } })
    // Nobody can sign in until it is used.
    expect([await countSignInAdmins(db()), await isStillOpen(db())]).toEqual([0, true])
  })

  test('--oidc makes a person of the provider with the id that the claim says', async () => {
    const { exit } = await users('add-admin', ...ada, '--oidc', 'f3a1')
    expect(exit).toBe(0)
    const people = await db().selectFrom('person').select(['user_type', 'id', 'roles']).execute()
    expect(people).toContainEqual({ user_type: 'OidcUser', id: 'f3a1', roles: ['admin'] })
    expect((await users('add-admin', ...ada, '--oidc', 'f3a1', '--type', 'x')).exit).toBe(2)
  })

  test('leaves the email of somebody else alone, and adds the role to who is named', async () => {
    await users('add-person', ...ada, '--role', 'operator', '--type', 'OktaUser', '--id', 'ada')
    const taken = await users('add-admin', ...ada)
    expect(taken.stderr).toContain("--type 'OktaUser' --id 'ada'")
    expect(taken.exit).toBe(2)
    expect((await users('add-admin', ...ada, '--type', 'OktaUser', '--id', 'ada')).exit).toBe(0)
    const person = await db().selectFrom('person').select('roles').where('id', '=', 'ada').executeTakeFirst()
    expect(person?.roles).toEqual(['admin', 'operator'])
  })
})

describe('users reset', () => {
  test('ends the sessions of somebody and prints a link; second factors go where that is asked for', async () => {
    await users('add-person', ...ada, '--role', 'admin')
    await setPassword('ada@example.com')
    await db()
      .updateTable('local_account')
      .set({ totp_secret: Buffer.from('sealed') })
      .execute()
    const session = {
      user_type: 'localCookieUser',
      actor: 'ada@example.com',
      id: 's',
      method: 'password',
    } as const
    const [at, later] = [new Date().toISOString(), new Date(Date.now() + 60_000).toISOString()]
    const times = { created_at: at, expires_at: later, authenticated_at: at, last_used_at: at }
    await db()
      .insertInto('session')
      .values({ token_hash: Buffer.from('t'), ...session, ...times })
      .execute()
    const { exit, stdout } = await users('reset', '--email', 'ada@example.com')
    expect(stdout).toMatch(/^https:\/\/audit\.example\/set-password#[\w-]{32}\n$/)
    expect(exit).toBe(0)
    expect(await db().selectFrom('session').selectAll().execute()).toEqual([])
    const kept = await db().selectFrom('local_account').select('totp_secret').executeTakeFirst()
    expect(kept?.totp_secret).not.toBeNull()
    const again = await users('reset', '--email', 'ada@example.com', '--second-factors')
    const gone = await db().selectFrom('local_account').select('totp_secret').executeTakeFirst()
    expect(gone?.totp_secret).toBeNull()
    // The link before ends with the new one.
    await expect(findLink(db(), tokenOf(stdout), new Date())).rejects.toThrow('no such link')
    expect(await findLink(db(), tokenOf(again.stdout), new Date())).toBeDefined()
    expect(await logged()).toContain('terminal SECOND_FACTORS_RESET ada@example.com')
  })

  test('leaves nobody who knows the old password a way in before the link is used', async () => {
    await users('add-person', ...ada, '--role', 'admin')
    const password_hash = await createPasswords().hash('a wolf takes the tram')
    const ofAda = { user_type: 'localCookieUser', person_id: 'ada@example.com' }
    await db()
      .insertInto('local_account')
      .values({ ...ofAda, password_hash })
      .execute()
    const works = async () => {
      const account = await db().selectFrom('local_account').select('password_hash').executeTakeFirst()
      return await createPasswords().check('a wolf takes the tram', () =>
        Promise.resolve(account?.password_hash ?? ''),
      )
    }
    expect(await works()).toEqual({ ok: true })
    await users('reset', '--email', 'ada@example.com')
    expect(await works()).toEqual({ ok: false })
    // Nor does the set-up link come back: there is an admin who signs in.
    expect(await countSignInAdmins(db())).toBe(1)
  })

  test('warns of somebody who has no role, and so cannot come in', async () => {
    await users('add-person', ...ada, '--role', 'reviewer')
    const warning = 'They have no role, so they cannot come in yet'
    expect((await users('reset', '--email', 'ada@example.com')).stderr).not.toContain(warning)
    await db().updateTable('person').set({ roles: [] }).where('id', '=', 'ada@example.com').execute()
    expect(await users('reset', '--email', 'ada@example.com')).toMatchObject({
      exit: 0,
      stderr: expect.stringContaining(warning),
      stdout: expect.stringContaining('/set-password#'),
    })
  })

  test('is refused where the passkeys that it takes are the only way in of the last admin', async () => {
    await users('add-person', ...ada, '--role', 'admin')
    const key = {
      user_type: 'localCookieUser',
      person_id: 'ada@example.com',
      credential_id: 'c',
      name: 'key',
    }
    const rest = {
      public_key: Buffer.from('k'),
      counter: '0',
      created_at: new Date().toISOString(),
      last_used_at: null,
    }
    await db()
      .insertInto('passkey')
      .values({ ...key, ...rest })
      .execute()
    const { exit, stderr } = await users('reset', '--email', 'ada@example.com', '--second-factors')
    expect(stderr).toContain('the last admin who can sign in')
    expect(exit).toBe(2)
    expect(await countSignInAdmins(db())).toBe(1)
  })
})

describe('the last admin who can sign in', () => {
  test('keeps the role, though a directory file names other admins, who cannot', async () => {
    await users('add-person', ...ada, '--role', 'admin')
    await setPassword('ada@example.com')
    const other = ['--email', 'bo@example.com', '--name', 'Bo', '--role', 'admin']
    await users('add-person', ...other)
    const file = join(temporaryDir(), 'people.csv')
    writeFileSync(file, 'user_type,id,roles\nlocalCookieUser,ada@example.com,reviewer\n')
    for (const refused of [
      await users('add-person', ...ada, '--role', 'reviewer'),
      await users('import-directory', file),
    ]) {
      expect(refused.stderr).toContain('the last admin who can sign in')
      expect(refused.exit).toBe(2)
    }
    await setPassword('bo@example.com')
    expect((await users('import-directory', file)).exit).toBe(0)
  })
})

describe('users set-up-link', () => {
  test('prints a link alone while no admin can sign in, and none after that', async () => {
    const { exit, stdout } = await users('set-up-link')
    expect(stdout).toMatch(/^https:\/\/audit\.example\/set-up#[\w-]{32}\n$/)
    expect(exit).toBe(0)
    expect(await findLink(db(), tokenOf(stdout), new Date())).toMatchObject({ purpose: 'set-up' })
    await expect(findLink(db(), tokenOf(stdout), new Date(Date.now() + 15 * 60_000))).rejects.toThrow(
      'has passed',
    )
    await users('add-person', ...ada, '--role', 'admin')
    await setPassword('ada@example.com')
    expect(await users('set-up-link')).toMatchObject({ exit: 2, stdout: '' })
  })
})

describe('the first real data', () => {
  const files: Readonly<Record<string, readonly [name: string, content: string]>> = {
    'action-events': ['events.ndjson', `${eventLine()}\n`],
    certification: ['access.csv', 'source_type,source_id,destination_type,destination_id\nUser,a,Role,r\n'],
    directory: ['people.csv', `user_type,id,email\nOktaUser,x,${aUser('x').email}\n`],
  }
  const importFile = (kind: string, ...more: readonly string[]) => {
    const [name, content] = files[kind] ?? ['', '']
    const file = join(temporaryDir(), name)
    writeFileSync(file, content)
    if (kind === 'directory') return users('import-directory', file)
    const workflow = kind === 'certification' ? ['--workflow', 'W'] : []
    return runToEnd('import', [kind, file, ...workflow, ...more], { env })
  }

  test.each(['action-events', 'certification', 'directory'])(
    '%s closes the entrance, and says so first, with how to make an admin',
    async (kind) => {
      const notes =
        /^From the first real data on nobody gets in without signing in, for good\. Keys made in a terminal work on\.\nNo admin can sign in yet\. .*\n {2}npm run users -- add-admin --email EMAIL --name NAME\n.*\n {2}https:\/\/audit\.example\/set-up#[\w-]{32}\n/
      if (kind !== 'directory') {
        const tried = await importFile(kind, '--dry-run')
        expect(tried.stderr).toMatch(
          /^From the first real data on .*\n.*\n {2}npm run users -- add-admin .*\n.*set-up-link\n/,
        )
        expect(tried.stderr).not.toContain('/set-up#')
        expect(await isStillOpen(db())).toBe(true)
        expect(await logged()).toEqual([])
      }
      expect((await importFile(kind)).stderr).toMatch(notes)
      expect(await isStillOpen(db())).toBe(false)
      expect(await logged()).toContain('terminal ENTRANCE_CLOSED')
      expect((await importFile(kind)).stderr).not.toContain('without signing in')
    },
  )

  test('ends what there is of a demonstration, and says so', async () => {
    const demo = { ...aUser('dora'), roles: ['admin'], manager_type: null, manager_id: null, demo: true }
    await db().insertInto('person').values(demo).execute()
    expect((await importFile('directory')).stderr).toMatch(
      /, for good\. It ends keys of accounts of the demonstration\. Keys made /,
    )
  })

  test('of a directory file that is refused, or has nobody to take, changes and promises nothing', async () => {
    await users('add-person', ...ada, '--role', 'admin')
    const before = await logged()
    for (const [line, exit] of [
      ['localCookieUser,ada@example.com,reviewer', 2],
      ['localCookieUser,bo@example.com,boss', 1],
    ] as const) {
      const file = join(temporaryDir(), 'people.csv')
      writeFileSync(file, `user_type,id,roles\n${line}\n`)
      const refused = await users('import-directory', file)
      expect(refused.exit).toBe(exit)
      expect(refused.stderr).not.toMatch(/without signing in|set-up#/)
    }
    expect(await isStillOpen(db())).toBe(true)
    expect(await db().selectFrom('one_time_link').selectAll().execute()).toEqual([])
    // The file of which no line is taken is an import all the same.
    expect(await logged()).toEqual([...before, 'terminal DIRECTORY_IMPORTED'])
  })

  test('that is refused for want of a word says nothing of the entrance, and makes no link', async () => {
    const client = await database.store.database.openClient('countersign demo')
    await loadDemoReviews(client, { rows: 5, seed: '1', until: Date.now() })
    await client.end()
    const { exit, stderr } = await importFile('certification')
    expect(exit).toBe(2)
    expect(stderr).toMatch(/^This database holds reviews of the demonstration/)
    expect(stderr).not.toContain('without signing in')
    expect(await logged()).toEqual([])
  })

  test('that is refused closes nothing', async () => {
    const file = join(temporaryDir(), 'access.csv')
    writeFileSync(file, 'source_type,source_id,destination_type,destination_id\n,,,\n')
    expect((await runToEnd('import', ['certification', file, '--workflow', 'W'], { env })).exit).toBe(2)
    expect(await isStillOpen(db())).toBe(true)
  })
})
