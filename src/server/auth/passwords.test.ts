import { readdirSync, readFileSync } from 'node:fs'
import { getPriority } from 'node:os'
import { hash } from '@node-rs/argon2'
import { describe, expect, test } from 'vitest'
import { problemFrom } from '#testing/refusals.ts'
import { refuseWeakPassword } from './new-passwords.ts'
import { createPasswords, nobodys } from './passwords.ts'
import { stageOf } from './stages.ts'

const omar = { email: 'omar.haddad@example.com', name: 'Omar Haddad' }
const problemOf = (password: string) => {
  const { violations } = problemFrom(() => refuseWeakPassword(password, omar))
  return violations?.[0]?.description
}

describe('a new password', () => {
  test.each([
    ['eleven char', 'at least 12'],
    ['é'.repeat(11), 'at least 12'],
    [`a wolf ${'tram '.repeat(50)}`, 'at most 256'],
    ['q1w2e3r4t5y6', 'tried first'],
    ['Q1W2E3R4T5Y6', 'tried first'],
    ['password1234', 'tried first'],
    ['!!Sunshine2026!!', 'tried first'],
    ['passwordpassword', 'tried first'],
    ['Monkeymonkey99', 'tried first'],
    ['121212121212', 'a row of'],
    ['abababababab', 'a row of'],
    ['abcdefghijklm', 'a row of'],
    ['zyxwvutsrqpon', 'a row of'],
    ['countersign26', 'the name of the product'],
    ['Omar-Haddad-26', 'the name of the product'],
    ['omar.haddad@example.com', 'the name of the product'],
  ])('%s is refused: it %s', (password, problem) => {
    expect(problemOf(password)).toContain(problem)
  })

  test.each([
    'a wolf takes the tram',
    'twelvewolves',
    '      12  grey wolves',
    'пароль из двенадцати',
    '🐺🚋🐺🚋🌧🌧🎈🎈🥕🥕🧦🧦',
    'omar likes 17 grey wolves',
    'w'.repeat(12) + 'olves on a tram',
    'x7'.repeat(2) + 'wolf'.repeat(63),
  ])('%s is taken', (password) => {
    expect(() => refuseWeakPassword(password, omar)).not.toThrow()
  })
})

describe('a stored password', () => {
  const passwords = createPasswords()

  test.runIf(process.platform === 'linux')(
    'is hashed in a thread that leaves others their time',
    async () => {
      await passwords.hash('a wolf takes the tram')
      const niceness = (task: string) => {
        const [, numbers = ''] = readFileSync(`/proc/self/task/${task}/stat`, 'utf8').split(') ')
        return Number(numbers.split(' ')[16])
      }
      expect(readdirSync('/proc/self/task').map(niceness)).toContain(10)
      expect(getPriority()).toBeLessThan(10)
    },
  )

  test('is argon2id of 19 MiB, 2 passes, 1 lane, and matches exactly what was typed', async () => {
    const stored = await passwords.hash(' Wolf tram ')
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await passwords.check(' Wolf tram ', async () => stored)).toEqual({ ok: true })
    for (const other of ['Wolf tram', ' wolf tram ', ''])
      expect(await passwords.check(other, async () => stored)).toEqual({ ok: false })
  })

  test('is hashed anew where it was made with other parameters', async () => {
    const old = await hash('a wolf takes the tram', { memoryCost: 8192, timeCost: 1 })
    const { ok, rehashed = '' } = await passwords.check('a wolf takes the tram', async () => old)
    expect(ok).toBe(true)
    expect(await passwords.check('a wolf takes the tram', async () => rehashed)).toEqual({ ok: true })
    expect(await passwords.check('another', async () => old)).toEqual({ ok: false })
  })

  test('of nobody costs what all cost', async () => {
    const [, kind, version, costs] = (await passwords.hash('a wolf takes the tram')).split('$')
    expect(nobodys.startsWith(`$${kind}$${version}$${costs}$`)).toBe(true)
  })

  test('of nobody matches nothing', async () => {
    expect(await passwords.check('', async () => undefined)).toEqual({ ok: false })
  })

  test('is tried two at a time while 50 wait; who comes then is told to come back', async () => {
    const all = await Promise.allSettled(
      Array.from({ length: 60 }, () => createOnce().check('a wolf', async () => undefined)),
    )
    const refused = all.flatMap((one) => (one.status === 'rejected' ? [one.reason.problem.code] : []))
    expect(refused).toEqual(Array.from({ length: 8 }, () => 'Unavailable'))
  })

  let shared: ReturnType<typeof createPasswords> | undefined
  const createOnce = () => (shared ??= createPasswords())
})

test.each([
  [['reviewer'], 'password', {}, 'complete'],
  [['reviewer'], 'password', { totp: true }, 'second-factor'],
  [['reviewer'], 'password', { passkey: true }, 'second-factor'],
  [['admin'], 'password', {}, 'enrol'],
  [['operator', 'reviewer'], 'password', {}, 'enrol'],
  [['auditor'], 'password', {}, 'enrol'],
  [['admin'], 'password', { totp: true }, 'second-factor'],
  [['admin'], 'passkey', { passkey: true }, 'complete'],
  [['admin'], 'oidc', {}, 'complete'],
] as const)('%s by %s with %o comes in as %s', (roles, method, factors, stage) => {
  expect(stageOf({ roles }, method, { totp: false, passkey: false, ...factors })).toBe(stage)
})
