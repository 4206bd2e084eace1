import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { rawGet } from '#testing/raw-http.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'
import { putAdmin, putPassword } from '../store/sign-in/first-admin.ts'

let server: TestServer
let webRoot: string
beforeAll(async () => {
  webRoot = mkdtempSync(join(tmpdir(), 'countersign-web-'))
  mkdirSync(join(webRoot, 'assets'))
  writeFileSync(join(webRoot, 'index.html'), '<!doctype html><p>the page</p>')
  writeFileSync(join(webRoot, 'assets', 'a.js'), 'export {}')
  writeFileSync(join(webRoot, 'icon.svg'), '<svg/>')
  server = await startServer(inject('postgresUrl'), { publicUrl: 'https://audit.example', webRoot })
})
afterAll(() => server.close())

const get = (path: string, more: Readonly<Record<string, string>> = {}) =>
  rawGet(server.port, path, { host: 'audit.example', ...more })
const list = '/api/private/lifecycle_management/action_events'

test.each([
  '/',
  '/reviews/x/rows/3',
  '/sign-in',
  '/settings/keys',
  '/exports',
  '/docs',
  '/openapi.json',
  '/nowhere',
])('before the first admin %s leads to the set-up page', async (path) => {
  const answer = await get(path, { accept: 'text/html' })
  expect(answer.status).toBe(302)
  expect(answer.headers).toMatch(/\r\nlocation: \/set-up#\r\n/i)
  expect(answer.headers).toMatch(/\r\ncache-control: no-store\r\n/i)
})

test.each([
  '/set-up',
  '/set-password',
  '/verify',
  '/assets/a.js',
  '/icon.svg',
  '/healthz',
  '/readyz',
  '/app/v1/export-key',
])('before the first admin %s is served', async (path) => {
  expect((await get(path, { accept: 'text/html' })).status).toBe(200)
})

test('keys work before the first admin, sessions do not, and all is served after', async () => {
  const authorization = `Bearer ${await server.key('activity:read')}`
  expect((await get(list, { authorization })).status).toBe(200)
  const session = { cookie: await server.signIn('rita', 'reviewer'), 'sec-fetch-site': 'same-origin' }
  const refused = await get('/app/v1/session', session)
  expect([refused.status, refused.body]).toEqual([403, expect.stringContaining('no admin yet')])
  const ada = { user_type: 'localCookieUser', id: 'ada', email: 'ada@example.com', name: 'Ada' }
  await server.database.store.db.transaction().execute(async (transaction) => {
    const by = { by: 'terminal', now: new Date() } as const
    await putAdmin(transaction, ada, by)
    await putPassword(transaction, ada, 'hash', by)
  })
  expect((await get('/app/v1/session', session)).status).toBe(200)
  for (const path of ['/', '/sign-in', '/docs'])
    expect((await get(path, { accept: 'text/html' })).status, path).toBe(200)
})

test('where people sign in by the identity provider, their first admin finds the sign-in page, and nothing more', async () => {
  // Nobody asks the provider before somebody signs in.
  const oidc = {
    issuer: 'https://idp.example',
    clientId: 'c',
    clientSecret: 's',
    name: 'The Provider',
    scopes: 'openid',
    identityClaim: 'employee',
    tieByEmail: false,
    roles: undefined,
  }
  const publicUrl = 'https://audit.example'
  const withProvider = await startServer(inject('postgresUrl'), { publicUrl, webRoot, oidc })
  const page = async (path: string) => {
    const { status, headers } = await rawGet(withProvider.port, path, {
      host: 'audit.example',
      accept: 'text/html',
    })
    return [status, /\r\nlocation: (\S+)/i.exec(headers)?.[1]]
  }
  expect([await page('/sign-in'), await page('/signed-in')]).toEqual([
    [200, undefined],
    [200, undefined],
  ])
  expect(await page('/auth/callback?state=x')).toEqual([303, expect.stringMatching(/^\/sign-in\?reason=/)])
  expect(await page('/settings/keys')).toEqual([302, '/set-up#'])
  await withProvider.close()
})
