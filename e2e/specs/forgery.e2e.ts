import { routes } from '#contract/routes.ts'
import type { Route } from '#contract/route.ts'
import { sampleRequest } from '#testing/sample-request.ts'
import { attack, serveElsewhere } from '../attack-page.ts'
import { expect, test } from '../fixtures.ts'

const admin = {
  user_type: 'localCookieUser',
  id: 'ada',
  email: 'ada@example.com',
  name: 'Ada Byron',
  roles: ['admin'],
} as const

test('CSRF: a page of another origin changes nothing and reads nothing, on a sibling of our site neither', async ({
  page,
  context,
  freshServer,
  troubles,
}) => {
  troubles.announce(/./)
  const { url } = freshServer
  const value = await freshServer.signIn(admin)
  await context.addCookies([{ name: 'countersign', value, url, httpOnly: true, sameSite: 'Strict' }])
  const targets = Object.values<Route>(routes).map((route) => {
    const { target, body = '{}' } = sampleRequest(route)
    return { method: route.method, url: url + target, body }
  })
  const elsewhere = await serveElsewhere()
  const before = await freshServer.tableHashes()
  // The first is another site; to the second, the same site by another port, the browser adds our cookie.
  for (const host of ['localhost', '127.0.0.1']) {
    await page.goto(`http://${host}:${elsewhere.port}/`)
    expect(await attack(page, targets), host).toBe(0)
  }
  elsewhere.stop()
  expect(await freshServer.tableHashes()).toEqual(before)
  // The session is one, and its cookie was there to be used.
  await page.goto(`${url}/healthz`)
  expect(await page.evaluate(async () => (await fetch('/app/v1/directory')).status)).toBe(200)
})
