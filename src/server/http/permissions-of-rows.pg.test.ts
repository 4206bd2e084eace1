import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { readFailure } from '#contract/errors.ts'
import { type Role, type Scope, scopes } from '#contract/permissions.ts'
import { anEntry, aRow, aUser, insertCertification, insertWorkflow } from '#testing/review-data.ts'
import { callersOf } from '#testing/callers.ts'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'

type Headers = Readonly<Record<string, string>>
/** What a caller gets of a row: all of it, the mere refusal of a change, or an answer without anything of the row. */
type Cell = 'whole' | 'bare' | 401 | 403 | 404
type Caller = {
  readonly name: string
  readonly headers: () => Promise<Headers>
  readonly history: Cell
  readonly change: Cell
  readonly forced: Cell
}

const certification = '/api/preview/awf/certifications/c'
/** In everything that belongs to the other row: no answer about this one may hold it. */
const secret = 'of the other row'
let server: TestServer

/** Row 1 has three entries, the last of version 4; in the log of the certification another row's stand before them. */
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  const { db } = server.database.store
  const [ana, ben, olga] = [aUser('ana'), aUser('ben'), aUser('olga')]
  await insertWorkflow(db, { workflow_id: 'w', owner: olga })
  const entry = (note: string) => anEntry('NOTE_ADDED', { detail: { note } })
  await insertCertification(db, { certification_id: 'c', workflow_id: 'w' }, [
    aRow({ reviewers: [ben], version: 4, notes: secret, log: [entry(secret), entry(secret), entry(secret)] }),
    aRow({ reviewers: [ana], version: 4, log: [entry('a'), entry('b'), entry('c')] }),
  ])
})
afterAll(() => server.close())

const { session, key } = callersOf(() => server)

/** With one scope a key may either read rows or be told that its change comes too late, never both. */
function keyWith(scope: Scope, role: Role): Pick<Caller, 'history' | 'change' | 'forced'> {
  return {
    history: scope === 'reviews:read' ? 'whole' : 403,
    change: scope === 'reviews:decide' ? 'bare' : 403,
    forced: scope === 'reviews:force' && role === 'admin' ? 'bare' : 403,
  }
}

const callers: readonly Caller[] = [
  { name: 'nobody', headers: async () => ({}), history: 401, change: 401, forced: 401 },
  {
    name: 'a session that is over',
    headers: async () => ({ cookie: 'countersign=over' }),
    history: 401,
    change: 401,
    forced: 401,
  },
  { name: 'an admin', headers: session('root', 'admin'), history: 'whole', change: 'whole', forced: 'whole' },
  { name: 'an auditor', headers: session('audit', 'auditor'), history: 'whole', change: 403, forced: 403 },
  {
    name: 'its operator',
    headers: session('olga', 'operator'),
    history: 'whole',
    change: 'whole',
    forced: 403,
  },
  { name: 'another operator', headers: session('owen', 'operator'), history: 404, change: 404, forced: 403 },
  {
    name: 'its reviewer',
    headers: session('ana', 'reviewer'),
    history: 'whole',
    change: 'whole',
    forced: 403,
  },
  { name: 'another reviewer', headers: session('ben', 'reviewer'), history: 404, change: 404, forced: 403 },
  ...scopes.flatMap((scope): Caller[] => [
    { name: `an admin's key for ${scope}`, headers: key('root', 'admin', scope), ...keyWith(scope, 'admin') },
    {
      name: `its reviewer's key for ${scope}`,
      headers: key('ana', 'reviewer', scope),
      ...keyWith(scope, 'reviewer'),
    },
  ]),
  {
    name: "its reviewer's key for reading and deciding",
    headers: key('ana', 'reviewer', 'reviews:read', 'reviews:decide'),
    history: 'whole',
    change: 'whole',
    forced: 403,
  },
  {
    name: "another reviewer's key for reading and deciding",
    headers: key('ben', 'reviewer', 'reviews:read', 'reviews:decide'),
    history: 404,
    change: 404,
    forced: 403,
  },
]

type Seen = { readonly seq: number; readonly note?: string }
const inRow: readonly Seen[] = [
  { seq: 1, note: 'a' },
  { seq: 2, note: 'b' },
  { seq: 3, note: 'c' },
]

describe.each(callers)('T30 what $name is told of a row', ({ headers, history, change, forced }) => {
  const ask = async (method: string, path: string, more: Headers = {}, body?: unknown) =>
    server.send(method, path, { ...pageHeaders, ...(await headers()), ...more }, body)
  const stale = (method: string, path: string, more: Readonly<Record<string, string>>) =>
    ask(
      method,
      `${certification}/${path}`,
      { 'if-match': '"3"', 'idempotency-key': `key-${Math.random()}` },
      { value: { result_id: 1, notes: 'late', ...more } },
    )

  test('its history', async () => {
    const { status, body } = await ask('GET', '/app/v1/certifications/c/results/1/history')
    expect(status).toBe(history === 'whole' ? 200 : history)
    if (history === 'whole') expect((body as { values: Seen[] }).values).toMatchObject(inRow)
    expect(JSON.stringify(body)).not.toContain(secret)
  })

  test.each([
    { what: 'a change', method: 'PUT', path: 'results', more: {}, cell: change },
    {
      what: 'a forced change',
      method: 'POST',
      path: 'results:force_update',
      more: { reason: 'wrong' },
      cell: forced,
    },
  ] as const)('$what that comes too late', async ({ method, path, more, cell }) => {
    const { status, body } = await stale(method, path, more)
    expect(status).toBe(typeof cell === 'number' ? cell : 412)
    const { current } = readFailure(status, body)
    if (cell === 'whole')
      expect(current).toMatchObject({
        value: { result_id: 1, version: 4 },
        entries: [inRow[2]],
      })
    else expect(current).toBeUndefined()
    expect(JSON.stringify(body)).not.toContain(secret)
  })
})

describe('T30 looking for people', () => {
  const found = async (search: string, headers: Headers) =>
    server.send('GET', `/app/v1/people?${new URLSearchParams({ search })}`, { ...pageHeaders, ...headers })

  test.each(['', 'an', 'a n', '@.c', '%%%', '...'])(
    'by %j alone is refused, so that nobody pages through the directory',
    async (search) => {
      const { status, body } = await found(search, await session('ana', 'reviewer')())
      expect(status).toBe(400)
      expect(readFailure(status, body).violations[0]?.field).toBe('search')
    },
  )

  test.each(['ana', '王', 'あ', '가'])('by %j is answered', async (search) => {
    expect((await found(search, await session('ana', 'reviewer')())).status).toBe(200)
  })

  test.each([
    ['a reviewer', session('ana', 'reviewer'), false],
    ["an admin's key", key('root', 'admin', 'reviews:assign'), false],
    ['an operator', session('olga', 'operator'), true],
    ['an admin', session('root', 'admin'), true],
  ] as const)('%s is told roles: as it should be', async (_, headers, toldRoles) => {
    const { body } = await found('ana@example', await headers())
    const person = { user_type: 'localCookieUser', id: 'ana', name: 'ana', email: 'ana@example.com' }
    expect((body as { values: unknown[] }).values).toEqual([
      toldRoles ? { ...person, roles: ['reviewer'] } : person,
    ])
  })
})
