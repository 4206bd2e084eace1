import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { readFailure } from '#contract/errors.ts'
import { anEvent, insertEvents } from '#testing/action-events.ts'
import { rawGet, rawRequest } from '#testing/raw-http.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'

const path = '/api/private/lifecycle_management/action_events'
/** Part of everything that is wrong below: no answer may repeat it. */
const marker = 'zqxmarker'
let server: TestServer
let key: string

beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  await insertEvents(server.database.store.db, [anEvent()])
  key = await server.key('activity:read')
})
afterAll(() => server.close())

/** Filters that are refused, each with the code of its reason and the text at which the refusal points. */
const badFilters: readonly (readonly [name: string, filter: string, code: string])[] = [
  ['white space only', '   ', 'empty'],
  ['unknown field', `${marker} eq "x"`, 'unknownField'],
  ['a field of Object', 'constructor eq "x"', 'unknownField'],
  ['__proto__', '__proto__ eq "x"', 'badName'],
  ['sub-attribute', `state.${marker} eq "x"`, 'unknownField'],
  ['operator not allowed', 'state co "ERR"', 'operatorNotAllowed'],
  ['ne, which no field takes', 'policy_id ne "x"', 'operatorNotAllowed'],
  ['order on a boolean', 'any_changes gt true', 'operatorNotAllowed'],
  ['pr', 'state pr', 'notSupported'],
  ['value path', 'state[value eq "x"]', 'notSupported'],
  ['in', `state in ("${marker}")`, 'expectedOperator'],
  ['wrong type: text for integer', `jobs_started eq "${marker}"`, 'wrongType'],
  ['wrong type: number for text', 'policy_id eq 7', 'wrongType'],
  ['wrong type: word for boolean', `any_changes eq "${marker}"`, 'wrongType'],
  ['integer beyond 32 bits', 'jobs_started eq 3000000000', 'wrongType'],
  ['fraction', 'jobs_started eq 1.5', 'wrongType'],
  ['number that would be rounded to nought', 'jobs_started eq 1e-400', 'inexactNumber'],
  ['number that would be rounded to one', 'jobs_started eq 1.0000000000000000000001', 'inexactNumber'],
  ['null', 'extraction_event eq null', 'wrongType'],
  ['bad enum', `state eq "${marker}"`, 'unknownValue'],
  ['number beyond the enum', 'state eq 9', 'unknownValue'],
  ['date alone', 'started_at ge "2026-01-01"', 'notADate'],
  ['30 February', 'started_at ge "2026-02-30T00:00:00Z"', 'notADate'],
  ['word for a date', `started_at ge "${marker}"`, 'notADate'],
  ['time without zone', 'started_at ge "2026-01-01T00:00:00"', 'notADate'],
  ['unclosed string', `policy_id eq "${marker}`, 'unclosedString'],
  ['bad escape', `policy_id eq "\\x${marker}"`, 'badEscape'],
  ['NUL in a value', 'policy_id eq "a\\u0000b"', 'invalidValue'],
  ['lone surrogate', 'policy_id eq "\\ud800"', 'invalidValue'],
  ['unclosed parenthesis', '(state eq "ERRORED"', 'unclosed'],
  ['parenthesis too many', 'state eq "ERRORED")', 'unexpected'],
  ['not without parentheses', 'not state eq "ERRORED"', 'notNeedsParentheses'],
  ['dangling and', 'state eq "ERRORED" and', 'expectedAttribute'],
  ['10,000 parentheses', '('.repeat(10_000), 'tooLong'],
  ['nested too deep', `${'('.repeat(40)}state eq "ERRORED"${')'.repeat(40)}`, 'tooDeep'],
  ['too many clauses', Array.from({ length: 300 }, () => 'jobs_started eq 1').join(' or '), 'tooManyClauses'],
  ['too long', `policy_id eq "${'x'.repeat(9000)}"`, 'tooLong'],
]

describe('a filter that cannot be read is refused, and never taken as no filter', () => {
  test.each(badFilters)('%s', async (_, filter, code) => {
    const { status, body } = await server.get(`${path}?${new URLSearchParams({ filter })}`, key)
    expect(status).toBe(400)
    const failure = readFailure(status, body)
    expect(failure.code).toBe('InvalidArgument')
    expect(failure.violations.map((violation) => violation.field)).toEqual(['filter'])
    expect(failure.span?.code).toBe(code)
    expect(failure.span?.start).toBeGreaterThanOrEqual(0)
    expect(failure.span?.end).toBeLessThanOrEqual(Math.max(1, filter.length + 1))
    expect(JSON.stringify(body)).not.toContain(marker)
  })
})

const vendorKeys = ['code', 'message', 'request_id', 'timestamp', 'details']

/** Whole requests that are refused: what goes over the wire, the status, and a field that must be named. */
type BadRequest = readonly [name: string, target: string, status: number, field: string | undefined]
const badRequests: readonly BadRequest[] = [
  ['unknown parameter', `${path}?${marker}=1`, 400, 'query'],
  ['repeated parameter', `${path}?page_size=1&page_size=2`, 400, 'page_size'],
  ['repeated filter', `${path}?filter=jobs_started+eq+1&filter=jobs_started+eq+2`, 400, 'filter'],
  ['negative page_size', `${path}?page_size=-1`, 400, 'page_size'],
  ['page_size in words', `${path}?page_size=${marker}`, 400, 'page_size'],
  ['page_size fraction', `${path}?page_size=1.5`, 400, 'page_size'],
  ['unknown order', `${path}?order_by=${marker}`, 400, 'order_by'],
  ['order by what cannot be ordered by', `${path}?order_by=policy_name`, 400, 'order_by'],
  ['two orders', `${path}?order_by=state,started_at`, 400, 'order_by'],
  ['order with a third word', `${path}?order_by=state+asc+${marker}`, 400, 'order_by'],
  ['nonsense page token', `${path}?page_token=${marker}`, 400, 'page_token'],
  ['token of 20,000 characters', `${path}?page_token=${'A'.repeat(20_000)}`, 400, 'page_token'],
  ['raw UTF-8 that is not', `${path}?filter=%ff%fe`, 400, undefined],
  ['broken percent sign in a path', `${path}/task/%zz`, 400, undefined],
  ['invalid UTF-8 in a path', `${path}/task/%ff`, 400, undefined],
  ['NUL in a path', `${path}/task/a%00b`, 400, 'action_name'],
  ['control character in a path', `${path}/task/a%0ab`, 400, 'action_name'],
  ['task of 300 characters', `${path}/${'x'.repeat(300)}/y`, 400, 'workflow_task'],
  ['name of 1,100 characters', `${path}/x/${'y'.repeat(1100)}`, 400, 'action_name'],
  ['segment of 20,000 characters', `${path}/x/${'y'.repeat(20_000)}`, 414, undefined],
  ['no such event', `${path}/${marker}/x`, 404, undefined],
  ['encoded slashes as a path', `${path}%2Ftask%2Fname`, 404, undefined],
  ['dots up', `${path}/../../../secret`, 404, undefined],
  ['encoded dots up', `${path}/%2e%2e/%2e%2e/%2e%2e/etc/passwd`, 404, undefined],
  ['double slash', `//${path}`, 404, undefined],
  [
    'encoded letters of a path, without a key',
    '/%61pi/private/lifecycle_management/action_events',
    401,
    undefined,
  ],
  ['nothing there', `/api/${marker}`, 404, undefined],
  ['nothing there of ours', `/app/v1/${marker}`, 404, undefined],
]

describe('a request that cannot be read is refused in the form of its path', () => {
  test.each(badRequests)('%s', async (name, target, status, field) => {
    const credentials: Record<string, string> = name.includes('without a key')
      ? {}
      : { authorization: `Bearer ${key}` }
    const answer = await rawGet(server.port, target, { accept: 'application/json', ...credentials })
    expect(answer.status).toBe(status)
    const body: unknown = JSON.parse(answer.body)
    if (target.startsWith('/app')) expect(answer.headers).toContain('application/problem+json')
    else expect(Object.keys(body as object)).toEqual(vendorKeys)
    const failure = readFailure(status, body)
    if (field !== undefined) expect(failure.violations.map((violation) => violation.field)).toContain(field)
    expect(failure.message.length).toBeGreaterThan(10)
    expect(answer.body).not.toContain(marker)
  })

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s on a list is 405 with Allow', async (method) => {
    const response = await fetch(server.url + path, { method, headers: { authorization: `Bearer ${key}` } })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET, HEAD')
    expect(Object.keys((await response.json()) as object)).toEqual(vendorKeys)
  })

  test('a body over 1 MiB is 413, a body that is not JSON is 415, broken JSON and unknown keys are 400', async () => {
    const post = (type: string, body: string) =>
      fetch(`${server.url}/app/v1/session`, {
        method: 'POST',
        body,
        headers: { 'content-type': type, 'sec-fetch-site': 'same-origin', 'x-requested-with': 'countersign' },
      })
    expect((await post('application/json', JSON.stringify({ pad: 'x'.repeat(1_100_000) }))).status).toBe(413)
    expect((await post('text/plain', 'hello')).status).toBe(415)
    expect((await post('application/json', '{')).status).toBe(400)
    expect((await post('application/json', '{"__proto__": {"a": 1}}')).status).toBe(400)
    const unknown = await post('application/json', `{"${marker}": 1}`)
    expect(unknown.status).toBe(400)
    expect(await unknown.text()).not.toContain(marker)
  })

  test("headers beyond the limit and broken HTTP get an answer in the vendor's form too", async () => {
    const long = await rawGet(server.port, `${path}?filter=${'x'.repeat(200_000)}`)
    expect(long.status).toBe(431)
    expect(Object.keys(JSON.parse(long.body) as object)).toEqual(vendorKeys)
    expect(long.headers).toContain('x-content-type-options: nosniff')
    const broken = await rawRequest(server.port, `GET ${path} HTTP/9.9\r\n\r\n`)
    expect(broken.status).toBe(400)
    expect(Object.keys(JSON.parse(broken.body) as object)).toEqual(vendorKeys)
  })

  test('the server still answers, and an allowed filter as long as the caps allow arrives', async () => {
    const filter = Array.from({ length: 250 }, () => 'policy_id eq "\u{10ffff}"').join(' or ')
    const { status } = await server.get(`${path}?${new URLSearchParams({ filter })}`, key)
    expect(status).toBe(200)
  })
})
