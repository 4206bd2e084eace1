import { type Browser, expect, type Page, test } from '@playwright/test'
import { routes } from '#contract/routes.ts'
import { accountRoutes, signInRoutes } from '#contract/session/sign-in-calls.ts'
import { sampleRequest } from '#testing/sample-request.ts'
import { Review } from '../screens/review.ts'
import { ReviewsList } from '../screens/reviews-list.ts'
import { authorityOptions, startAuthority, throughAuthority } from './authority.ts'
import { linesOf, type, typeAtTerminal, typeSection, untilReady, untilSetUpLink } from './doc-lines.ts'
import { changeAfterwards, decideRow, knownRows, makeReadersKey } from './known-rows.ts'
import { becomeFirstAdmin, origin, password, personAt, setPassword } from './people.ts'

test.describe.configure({ mode: 'serial' })
test.afterEach(async ({ browser }) => {
  for (const context of browser.contexts()) await context.close()
})

test('Install and The service: the server runs as its own account, which cannot change its program', async () => {
  await typeSection('Install', { network: 'machine' })
  await typeSection('The service')
  await untilReady()
  const owners = (await type('ps -o user:32=,comm= -C node,postgres')).trim().split('\n')
  expect(owners.length).toBeGreaterThan(5)
  expect(owners.filter((line) => !line.startsWith('countersign '))).toEqual([])
  expect(await type('stat -c "%U %a" /opt/countersign/dist /etc/countersign.env /var/lib/countersign')).toBe(
    'root 755\nroot 600\ncountersign 700\n',
  )
})

test('nginx: first admin, two people, a key, a review', async ({ browser }) => {
  await type('systemctl start nginx')
  await typeSection('nginx')
  await untilSetUpLink()
  await walk(browser)
})

test('Back-up: what is put back has every row', async ({ browser }) => {
  await makeReadersKey()
  const before = await knownRows()
  const [back = '', restore = ''] = linesOf('Back-up').split(/(?<=\n)(?=systemctl stop countersign\nmv)/)
  await type(back)
  await untilReady()
  await changeAfterwards()
  expect(await knownRows()).not.toEqual(before)
  await type(restore)
  await untilReady()
  expect(await knownRows()).toEqual(before)
  const page = await personAt(browser)
  await page.goto(`${origin}/reviews`)
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible()
  expect(await typeSection('What to watch')).toMatch(/# HELP/)
})

test('the last admin is helped in the terminal', async ({ browser }) => {
  const link = await typeSection('When the last admin cannot get in')
  await setPassword(await personAt(browser), link.trim(), true)
})

test('Caddy: the same on an empty data directory', async ({ browser }) => {
  await type(`systemctl stop nginx; systemctl stop countersign
    rm -rf /var/lib/countersign /var/lib/countersign.before /var/lib/countersign-imports
    systemctl start countersign; systemctl start caddy`)
  await untilReady()
  await untilSetUpLink()
  await typeSection('Caddy')
  await walk(browser)
})

test('Caddy gets its certificate itself where the line tls is left out', async () => {
  await startAuthority()
  const lines = linesOf('Caddy')
    .replace(/^ *tls .*\n/m, '')
    .replace(/^audit/m, `${authorityOptions}\naudit`)
  await type(
    `${lines}\nuntil ${throughAuthority} -o /dev/null ${origin}/healthz 2>/dev/null; do sleep 0.2; done`,
  )
  expect(await type(`${throughAuthority} ${origin}/healthz`)).toBe('ok\n')
  await typeSection('Caddy')
})

test('Upgrade: the server comes back', async () => {
  const [stop = '', fetchAndBuild = '', start = ''] = linesOf('Upgrade').split(/(?=cd |systemctl start)/)
  await type(stop)
  await type(fetchAndBuild, 'machine')
  await type(start)
  await untilReady()
})

test('A PostgreSQL of your own: the first admin at the terminal, a review, and every row after it is put back', async () => {
  await type(`rm -rf /var/lib/countersign-imports
    version=$(ls /usr/lib/postgresql | sort -n | tail -1)
    pg_createcluster --port 5432 $version trial
    systemctl start postgresql@$version-trial`)
  const [begin = '', dump = '', restore = ''] = linesOf('A PostgreSQL of your own').split(
    /(?<=\n)(?=umask|systemctl stop countersign\n\.)/,
  )
  await type(begin)
  await untilReady()
  await untilSetUpLink()
  const said = await typeAtTerminal('The first admin', ['short', password, password])
  expect(said).toContain('must have at least 12 characters')
  expect(said).toContain(`is an admin, and signs in as ada@example.com at ${origin}/sign-in`)
  expect(said).not.toContain(password)
  await typeSection('People')
  await typeSection('A key')
  await typeSection('A review')
  await makeReadersKey()
  await decideRow(0)
  const before = await knownRows()
  await type(dump)
  await changeAfterwards()
  expect(await knownRows()).not.toEqual(before)
  await type(restore)
  await untilReady()
  expect(await knownRows()).toEqual(before)
})

test('nginx with its usual lines and no PUBLIC_URL, with real data: the sign-in page only, and no session by any call', async ({
  browser,
}) => {
  await type(`systemctl stop caddy; systemctl stop countersign
    sed -i -E '/^(PUBLIC_URL|TRUSTED_PROXIES)=/d' /etc/countersign.env
    echo 'server { listen 80; location / { proxy_pass http://127.0.0.1:4870; } }' > /etc/nginx/sites-available/countersign
    rm /etc/nginx/sites-enabled/default
    systemctl start countersign; systemctl restart nginx`)
  await untilReady()
  const page = await personAt(browser)
  for (const path of ['/', '/reviews', '/workflow-actions', '/settings/people']) {
    await page.goto(`http://audit.example.com${path}`)
    await expect(page).toHaveURL(/\/sign-in/)
    await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible()
    await expect(page.getByRole('table')).toHaveCount(0)
  }
  const opening = Object.values({ ...signInRoutes, ...accountRoutes, start: routes.startSession })
  for (const route of opening) await call(page, route.method, sampleRequest(route))
  const accounts = await page.evaluate(async () => (await fetch('/app/v1/accounts')).json())
  expect(accounts).toMatchObject({ values: [], local: false })
  expect(await page.context().cookies()).toEqual([])
  const read = await page.evaluate(async () => (await fetch('/api/preview/awf/workflows')).status)
  expect(read).toBe(401)
})

async function call(
  page: Page,
  method: string,
  request: { target: string; body: string | undefined },
): Promise<void> {
  await page.evaluate(
    async ([verb, { target, body }]) => {
      const headers = { 'Content-Type': 'application/json', 'X-Requested-With': 'countersign' }
      await fetch(target, { method: verb, headers, ...(body !== undefined && { body }) })
    },
    [method, request] as const,
  )
}

/** By the lines of the page: the first admin, two people with a role each, a key, a review that one of them decides. */
async function walk(browser: Browser): Promise<void> {
  const [setUp = ''] = (await typeSection('The first admin')).split('\n')
  await becomeFirstAdmin(await personAt(browser), setUp, 'Ada Lovelace', 'ada@example.com')
  const [forAna = '', forOtto = ''] = (await typeSection('People')).match(/https:\S+/g) ?? []
  const ana = await personAt(browser)
  await setPassword(ana, forAna, false)
  await setPassword(await personAt(browser), forOtto, true)
  expect(await typeSection('A key')).toMatch(/"values"/)
  await typeSection('A review')
  await ana.goto(`${origin}/reviews`)
  const list = new ReviewsList(ana, origin)
  await list.openToDecide('Payroll, autumn')
  const review = new Review(ana)
  await expect(review.rows).toHaveCount(2)
  await review.accept(review.rows.first()).click()
  await expect(review.unsent).toHaveCount(0)
  await ana.reload()
  await expect(review.rows).toHaveCount(1)
}
