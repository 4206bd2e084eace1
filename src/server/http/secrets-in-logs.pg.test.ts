import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { Secret, TOTP } from 'otpauth'
import { addAccount, browserAt, goodPassword, valueOf } from '#testing/local-account.ts'
import { aUser } from '#testing/review-data.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

const lines: string[] = []
let now = Date.parse('2026-11-29T08:00:00Z')
let server: TestServer
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'), {
    clock: () => new Date(now),
    logLevel: 'debug',
    logTo: { write: (line) => void lines.push(line) },
  })
})
afterAll(() => server.close())

test('no token, password, code, secret or note is in a log line, an error or an address', async () => {
  await addAccount(server, 'ada', 'admin')
  const wrong = 'an owl misses the tram'
  const fresh = 'two foxes on a ferry'
  const note = 'a note about the payroll'
  const browser = browserAt(server)
  const cookies: string[] = []
  const answers: unknown[] = []
  const post = async (path: string, body: object = {}) => {
    const answer = await browser.post(path, body)
    cookies.push(browser.cookie.replace(/^[^=]*=/, ''))
    if (answer.status >= 400) answers.push(answer.body)
    return answer
  }
  const signIn = (password: string) =>
    post('/app/v1/sign_in:password', { email: aUser('ada').email, password })
  await signIn(wrong)
  await signIn(goodPassword)
  const { secret } = valueOf<{ secret: string }>(await post('/app/v1/second_factors:begin_totp'))
  const codeOf = () => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now })
  const used = [codeOf()]
  const { codes } = valueOf<{ codes: string[] }>(
    await post('/app/v1/second_factors:confirm_totp', { code: used[0] }),
  )
  now += 60_000
  used.push(codeOf())
  await post('/app/v1/session:confirm', { password: goodPassword, code: used[1] })
  await post('/app/v1/session:confirm', { password: wrong, code: used[1] })
  await post('/app/v1/password', { current: goodPassword, password: fresh })
  await post('/api/preview/awf/certifications/c1/results:force_update', {
    value: { result_id: 1, notes: note },
  })
  const key = await server.keyOf(aUser('ada'), 'activity:read')
  await server.get('/api/private/lifecycle_management/action_events', key)
  await server.get('/api/private/lifecycle_management/action_events', `${key}x`)
  await post('/app/v1/session:end')
  browser.forget()
  await signIn(fresh)
  await post('/app/v1/sign_in:code', { code: wrong })
  await post('/app/v1/sign_in:code', { code: codes[0] })

  const text = `${lines.join('')}${JSON.stringify(answers)}`
  const log = await server.database.store.db.selectFrom('account_log').selectAll().execute()
  expect(lines.length).toBeGreaterThan(20)
  expect(answers.length).toBeGreaterThan(3)
  const secrets = [
    ...cookies.filter((cookie) => cookie !== ''),
    goodPassword,
    wrong,
    fresh,
    note,
    secret,
    key,
    ...codes,
  ]
  for (const one of secrets) {
    expect(text.includes(one), 'a log line or an error has a secret').toBe(false)
    expect(JSON.stringify(log).includes(one), 'the log of accounts has a secret').toBe(false)
  }
  for (const code of used) expect(text).not.toMatch(new RegExp(`\\b${code}\\b`))
})
