import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { transformWithOxc } from 'vite'
import { expect, test } from 'vitest'
import { activityRoutes } from '#contract/activity/activity-calls.ts'
import { requestOf } from '#contract/request.ts'
import { certificationRoutes } from '#contract/reviews/certification-calls.ts'
import { resultRoutes } from '#contract/reviews/result-calls.ts'
import { sessionRoutes } from '#contract/session/session-calls.ts'
import { plainListQuery as plainActivity } from '#features/activity/query/list-query.ts'
import { readListQuery } from '#features/activity/query/read-list-query.ts'
import { plainListQuery as plainReview } from '#features/reviews/filters/list-query.ts'
import { sessionHint, themeKey } from './early-data.ts'

const file = new URL('early-request.ts', import.meta.url)
const { code } = await transformWithOxc(readFileSync(file, 'utf8'), file.pathname)

/** Runs the script for an address in a browser that remembers `stored`; returns what it did. */
async function run(address: string, stored: Readonly<Record<string, string>> = {}) {
  const kept = new Map(Object.entries(stored))
  const asked: string[] = []
  const links: { href: string }[] = []
  const { pathname, search } = new URL(address, 'http://127.0.0.1')
  const page = {
    location: { pathname, search },
    localStorage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, text: string) => void kept.set(key, text),
    },
    document: {
      documentElement: { dataset: {} as Record<string, string> },
      head: { append: (link: { href: string }) => links.push(link) },
      createElement: () => ({}),
    },
    fetch: async (path: string, { method = 'GET' } = {}) => {
      asked.push(`${method} ${path}`)
      return { ok: true }
    },
    SCREEN_FILES: { activity: ['/assets/a.js'], review: ['/assets/r.js'] },
  }
  runInNewContext(code, page)
  await new Promise((resolve) => setImmediate(resolve))
  return { asked, kept, links, theme: page.document.documentElement.dataset['theme'] }
}

const signedIn = { [sessionHint]: 'yes' }
const get = (...[route, input]: Parameters<typeof requestOf>) => `GET ${requestOf(route, input).path}`

test('it asks for exactly the page that a plain address of the activity tab shows', async () => {
  expect(readListQuery('')).toEqual(plainActivity)
  const list = get(activityRoutes.listActionEvents, { query: { ...plainActivity.list } })
  for (const address of ['/', '/activity/workflow-actions'])
    expect((await run(address, signedIn)).asked).toEqual([list])
})

test('it asks for exactly the review, its positions and first rows, and who the viewer is', async () => {
  const params = { certification_id: 'a/b' }
  const query = { ...plainReview.list }
  const { asked, links } = await run(`/reviews/${encodeURIComponent(params.certification_id)}`, signedIn)
  expect(asked).toEqual([
    get(resultRoutes.listPositions, { params, query: query }),
    get(resultRoutes.listResults, { params, query: { ...query, page_token: '0', page_size: '50' } }),
    get(certificationRoutes.getCertification, { params }),
    get(certificationRoutes.getReviewContext, { params }),
    get(sessionRoutes.getSession, {}),
  ])
  expect(links).toMatchObject([{ rel: 'modulepreload', href: '/assets/r.js' }])
})

test('it opens a session where this browser remembers none, and remembers it', async () => {
  const { asked, kept } = await run('/reviews')
  expect(asked).toEqual(['POST /app/v1/session'])
  expect(kept.get(sessionHint)).toBe('yes')
})

test.each([
  ['an address with parameters', '/activity/workflow-actions?state=ERRORED', signedIn],
  ['somebody who has signed out', '/', { [sessionHint]: 'out' }],
  ['a reviewer, whom the activity log is not for', '/', { [sessionHint]: 'reviewer localCookieUser ada' }],
])('it asks for nothing for %s', async (_, address, stored) => {
  expect((await run(address, stored)).asked).toEqual([])
})

test('it shows the theme that this browser remembers', async () => {
  expect((await run('/', { ...signedIn, [themeKey]: 'dark' })).theme).toBe('dark')
})
