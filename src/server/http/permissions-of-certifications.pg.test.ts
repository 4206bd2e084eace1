import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { readFailure } from '#contract/errors.ts'
import { scopes } from '#contract/permissions.ts'
import type { Route } from '#contract/route.ts'
import { routes } from '#contract/routes.ts'
import { aRow, aUser, insertCertification, insertWorkflow } from '#testing/review-data.ts'
import { callersOf } from '#testing/callers.ts'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'

type Headers = Readonly<Record<string, string>>
/** What a change of a certification tells: all of it, that it was done or came too late, or nothing at all. */
type Cell = 'whole' | 'bare' | 401 | 403 | 404
type Caller = { readonly name: string; readonly headers: () => Promise<Headers>; readonly cell: Cell }

const certifications = '/api/preview/awf/certifications'
/** In the notes of every certification: who may not read it is not told. */
const secret = 'for its readers'
let server: TestServer
let made = 0

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await insertWorkflow(server.database.store.db, { workflow_id: 'w', owner: aUser('olga') })
})
afterAll(() => server.close())

const { session, key } = callersOf(() => server)

/** With one scope a key may either read certifications or change them, never both. */
const withOneScope = scopes.flatMap((scope): Caller[] => {
  const runs = scope === 'reviews:run'
  return [
    {
      name: `an admin's key for ${scope}`,
      headers: key('root', 'admin', scope),
      cell: runs ? 'bare' : 403,
    },
    {
      name: `its operator's key for ${scope}`,
      headers: key('olga', 'operator', scope),
      cell: runs ? 'bare' : 403,
    },
    {
      name: `another operator's key for ${scope}`,
      headers: key('owen', 'operator', scope),
      cell: runs ? 404 : 403,
    },
    { name: `its reviewer's key for ${scope}`, headers: key('ana', 'reviewer', scope), cell: 403 },
  ]
})

const both = ['reviews:read', 'reviews:run'] as const
const callers: readonly Caller[] = [
  { name: 'nobody', headers: async () => ({}), cell: 401 },
  { name: 'a session that is over', headers: async () => ({ cookie: 'countersign=over' }), cell: 401 },
  { name: 'an admin', headers: session('root', 'admin'), cell: 'whole' },
  { name: 'its operator', headers: session('olga', 'operator'), cell: 'whole' },
  { name: 'another operator', headers: session('owen', 'operator'), cell: 404 },
  { name: 'its reviewer', headers: session('ana', 'reviewer'), cell: 403 },
  { name: 'an auditor', headers: session('audit', 'auditor'), cell: 403 },
  ...withOneScope,
  {
    name: "an admin's key for reading and running",
    headers: key('root', 'admin', ...both),
    cell: 'whole',
  },
  {
    name: "its operator's key for reading and running",
    headers: key('olga', 'operator', ...both),
    cell: 'whole',
  },
  {
    name: "another operator's key for reading and running",
    headers: key('owen', 'operator', ...both),
    cell: 404,
  },
  {
    name: "its reviewer's key for reading and running",
    headers: key('ana', 'reviewer', ...both),
    cell: 403,
  },
]

type Change = {
  readonly name: keyof typeof routes
  readonly path: (id: string) => string
  readonly published: boolean
  readonly body?: object
}
const changes: readonly Change[] = [
  {
    name: 'updateCertification',
    path: (id) => `${certifications}/${id}`,
    published: true,
    body: { name: 'Mine' },
  },
  {
    name: 'publishCertification',
    path: (id) => `${certifications}/${id}:publish`,
    published: false,
    body: { confirm: ['NO_DUE_DATE'] },
  },
  {
    name: 'completeCertification',
    path: (id) => `${certifications}/${id}:complete`,
    published: true,
    body: {},
  },
  {
    name: 'endCertification',
    path: (id) => `/app/v1/certifications/${id}:end`,
    published: true,
    body: { reason: 'over', seen: { behavior: 'DO_NOTHING', open: 0, undecided: 0, settled: 0 } },
  },
  { name: 'deleteCertification', path: (id) => `/app/v1/certifications/${id}`, published: false },
]

/** A certification whose only row is decided and signed off, so that all of these changes may be made. */
async function certification(published: boolean): Promise<string> {
  const certification_id = `c${made++}`
  const row = aRow({
    reviewers: [aUser('ana')],
    decision: 'RESULT_DECISION_ACCEPTED',
    signed_off_state: 'SIGNED_OFF',
  })
  const given = { certification_id, workflow_id: 'w', published, notes: secret }
  await insertCertification(server.database.store.db, given, [row])
  return certification_id
}

const plain = { 'sec-fetch-site': 'same-origin', 'x-requested-with': 'countersign' }

describe.each(changes)('T30 $name', ({ name, path, published, body }) => {
  const { method } = routes[name] satisfies Route
  const send = async (caller: Caller, id: string, version: string) => {
    const headers = { ...(body ? pageHeaders : plain), ...(await caller.headers()), 'if-match': version }
    return server.send(method, path(id), headers, body)
  }

  test.each(callers)('by $name that comes too late: $cell', async (caller) => {
    const { cell } = caller
    const id = await certification(published)
    const { status, body: answer } = await send(caller, id, '"7"')
    expect(status).toBe(typeof cell === 'number' ? cell : 412)
    const { current } = readFailure(status, answer)
    // Our own paths tell nobody how it is now.
    if (cell === 'whole' && !path(id).startsWith('/app/'))
      expect(current).toMatchObject({ value: { notes: secret } })
    else {
      expect(current).toBeUndefined()
      expect(JSON.stringify(answer)).not.toContain(secret)
    }
  })

  test.each(callers)('by $name in time: $cell', async (caller) => {
    const { cell } = caller
    const id = await certification(published)
    const { status, body: answer, headers } = await send(caller, id, '*')
    if (typeof cell === 'number') expect(status).toBe(cell)
    else if (name === 'deleteCertification') expect([status, answer]).toEqual([204, ''])
    else {
      expect(status).toBe(200)
      const version = Number(headers.get('etag')?.slice(1, -1))
      const receipt = { certification_id: id, version }
      if (cell === 'whole') expect(answer).toMatchObject({ value: { ...receipt, notes: secret } })
      else expect(answer).toEqual({ value: receipt })
    }
    if (cell !== 'whole') expect(JSON.stringify(answer)).not.toContain(secret)
  })
})

test('T30 what a key that only runs certifications is told of them is looked at for every call that it may make', () => {
  const all = Object.entries<Route>(routes).filter(([, { permission }]) => permission === 'reviews:run')
  const counts = ['listSnapshots', 'createCertification', 'checkCertification', 'getEnding']
  expect(all.map(([name]) => name).toSorted()).toEqual(
    [...counts, ...changes.map(({ name }) => name)].toSorted(),
  )
})
