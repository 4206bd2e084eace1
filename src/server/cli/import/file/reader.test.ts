import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { actionEventKeys } from '#contract/activity/action-event.ts'
import { noTime } from '../../../store/database/schema.ts'
import { eventLine, readAll } from './read-all.test-helper.ts'

const noTimeNs = BigInt(noTime)

describe('values', () => {
  test('absent means empty, false, 0 or null', async () => {
    const { events, rejected } = await readAll('a.ndjson', eventLine())
    expect(rejected).toEqual([])
    expect(events).toEqual([
      {
        policy_task: 'task-1',
        action_name: 'Sync AD user',
        action_type: 'SYNC_IDENTITIES',
        state: 'COMPLETED',
        policy_id: '',
        policy_name: '',
        policy_version_number: 0,
        workflow_name: '',
        identity_id: '',
        identity_name: '',
        identity_type: '',
        started_at: null,
        started_ns: noTimeNs,
        completed_at: null,
        completed_ns: noTimeNs,
        any_changes: false,
        jobs_started: 0,
        jobs_completed: 0,
        jobs_errored: 0,
        extraction_event: null,
        messages: [],
        event_source: '',
        dry_run: false,
        extra: null,
      },
    ])
  })

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    [
      'null where null is allowed',
      { started_at: null, completed_at: null, extraction_event: null },
      {
        started_at: null,
        completed_at: null,
        extraction_event: null,
      },
    ],
    [
      'a time as its instant in UTC, digits kept',
      { started_at: '2026-02-07T12:17:20.100+01:00' },
      {
        started_at: '2026-02-07T11:17:20.100Z',
        started_ns: 1770463040100000000n,
      },
    ],
    [
      'nanoseconds',
      { completed_at: '2026-02-07T11:17:20.123456789Z' },
      { completed_ns: 1770463040123456789n },
    ],
    [
      'known names in any case',
      { state: 'errored', action_type: 'sync_Identities' },
      {
        state: 'ERRORED',
        action_type: 'SYNC_IDENTITIES',
      },
    ],
    [
      'known numbers',
      { state: 3, action_type: '14' },
      { state: 'ERRORED', action_type: 'SEND_REST_PAYLOAD' },
    ],
    [
      'unknown names as they are',
      { state: 'Half_Done', action_type: 'SKıP' },
      {
        state: 'Half_Done',
        action_type: 'SKıP',
      },
    ],
    [
      'line breaks and tabs in messages',
      { messages: ['a\nb\tc\\', '', '"\'{}'] },
      {
        messages: ['a\nb\tc\\', '', '"\'{}'],
      },
    ],
    [
      'the longest id and name, counted in code points',
      { policy_id: '😀'.repeat(255), action_name: 'ß'.repeat(1024) },
      {
        policy_id: '😀'.repeat(255),
        action_name: 'ß'.repeat(1024),
      },
    ],
    [
      'awkward addresses',
      { policy_task: 'a/b %2F ?#', action_name: '...' },
      {
        policy_task: 'a/b %2F ?#',
        action_name: '...',
      },
    ],
    ['the largest count', { jobs_started: 2147483647 }, { jobs_started: 2147483647 }],
    [
      'unknown keys, whatever they hold',
      { note: { a: [1, 'x', null, 0.25] }, __proto__x: true },
      {
        extra: { note: { a: [1, 'x', null, 0.25] }, __proto__x: true },
      },
    ],
  ])('takes %s', async (_, given, expected) => {
    const { events, rejected } = await readAll('a.ndjson', eventLine(given))
    expect(rejected).toEqual([])
    expect(events[0]).toMatchObject(expected)
  })

  test('numbers that lose nothing by the way in which they are written', async () => {
    const { events, rejected } = await readAll(
      'a.ndjson',
      `{"jobs_errored": 2e0, "more": [1.50, 1e3, 0.0e-9, "1e-400"],${eventLine({ jobs_errored: undefined }).slice(1)}`,
    )
    expect(rejected).toEqual([])
    expect(events[0]).toMatchObject({ jobs_errored: 2, extra: { more: [1.5, 1000, 0, '1e-400'] } })
  })

  test('an unknown key called __proto__ is a key like any other', async () => {
    const { events } = await readAll('a.ndjson', `${eventLine().slice(0, -1)},"__proto__":{"state":"X"}}`)
    expect(events[0]?.state).toBe('COMPLETED')
    expect(Object.entries(events[0]?.extra ?? {})).toEqual([['__proto__', { state: 'X' }]])
  })
})

const long = (length: number) => 'x'.repeat(length)
const deep = JSON.parse(`${'['.repeat(100)}${']'.repeat(100)}`) as unknown

/** What is wrong, the line (or its keys), the field that is named, and a part of the message. */
type BadLine = [string, string | Record<string, unknown>, string, string]
const badLines: BadLine[] = [
  ['no JSON', 'policy_task', '', 'is not JSON'],
  ['half a line', eventLine().slice(0, 40), '', 'is not JSON'],
  ['two objects', `${eventLine()}${eventLine()}`, '', 'is not JSON'],
  ['a trailing comma', `${eventLine().slice(0, -1)},}`, '', 'is not JSON'],
  ['NaN', `${eventLine().slice(0, -1)},"jobs_started":NaN}`, '', 'is not JSON'],
  [
    'T33 a key twice',
    `{"state":"COMPLETED",${eventLine().slice(1)}`,
    '',
    'holds a key twice in one object, again at character',
  ],
  [
    'T33 a key twice, deep inside, with equal values',
    `${eventLine().slice(0, -1)},"note":{"a":[{"b":1,"b":1}]}}`,
    '',
    'holds a key twice in one object',
  ],
  ['an array', `[${eventLine()}]`, '', 'must be a JSON object'],
  ['null', 'null', '', 'must be a JSON object'],
  ['a bare text', '"x"', '', 'must be a JSON object'],
  ['no task', { policy_task: undefined }, 'policy_task', 'is missing'],
  ['no action name', { action_name: undefined }, 'action_name', 'is missing'],
  ['no state', { state: undefined }, 'state', 'is missing'],
  ['no action type', { action_type: undefined }, 'action_type', 'is missing'],
  ['an empty task', { policy_task: '' }, 'policy_task', 'must not be empty'],
  ['T25 a task of nothing visible', { policy_task: ' \u2800' }, 'policy_task', 'must not be empty'],
  ['an empty state', { state: '' }, 'state', 'must not be empty'],
  ['a null task', { policy_task: null }, 'policy_task', 'must not be null'],
  ['a null name', { identity_name: null }, 'identity_name', 'must not be null'],
  ['a null flag', { any_changes: null }, 'any_changes', 'must not be null'],
  ['null messages', { messages: null }, 'messages', 'must not be null'],
  ['the task .', { policy_task: '.' }, 'policy_task', 'must not be . or ..'],
  ['the name ..', { action_name: '..' }, 'action_name', 'must not be . or ..'],
  ['a number for an id', { identity_id: 7 }, 'identity_id', 'must be a text'],
  ['a long id', { identity_id: long(256) }, 'identity_id', 'longer than 255'],
  ['a long task', { policy_task: long(256) }, 'policy_task', 'longer than 255'],
  ['a long name', { action_name: long(1025) }, 'action_name', 'longer than 1024'],
  ['a long unknown state', { state: long(256) }, 'state', 'longer than 255'],
  ['a line feed in a name', { workflow_name: 'a\nb' }, 'workflow_name', 'control character'],
  ['NUL in an id', { policy_id: 'a\u0000' }, 'policy_id', 'control character'],
  ['NUL in a message', { messages: ['ok', 'a\u0000b'] }, 'messages', 'NUL character at position 2'],
  ['half a surrogate pair', { identity_name: '\ud83d' }, 'identity_name', 'surrogate'],
  ['half a surrogate pair in a message', { messages: ['\udc00'] }, 'messages', 'surrogate'],
  ['a text for messages', { messages: 'x' }, 'messages', 'must be an array of texts'],
  ['a number in messages', { messages: ['a', 1] }, 'messages', 'must be a text at position 2'],
  ['a date alone', { started_at: '2026-02-07' }, 'started_at', 'RFC 3339'],
  ['a time without offset', { started_at: '2026-02-07T11:17:20' }, 'started_at', 'RFC 3339'],
  ['a day that is none', { completed_at: '2026-02-30T00:00:00Z' }, 'completed_at', 'RFC 3339'],
  ['an empty time', { completed_at: '' }, 'completed_at', 'RFC 3339'],
  ['a number for a time', { started_at: 1770463040 }, 'started_at', 'must be a text with a time'],
  ['the year 9999', { started_at: '9999-12-31T00:00:00Z' }, 'started_at', '1677 to 2262'],
  [
    'the moment that stands for none',
    { started_at: '2262-04-11T23:47:16.854775807Z' },
    'started_at',
    'RFC 3339',
  ],
  ['an unknown number of a state', { state: 9 }, 'state', 'not the number of a known state (0 to 8)'],
  ['half a number of a state', { state: 1.5 }, 'state', 'not the number of a known state'],
  ['an unknown number as text', { action_type: '15' }, 'action_type', 'known action type (0 to 14)'],
  ['a negative number of a type', { action_type: -1 }, 'action_type', 'known action type'],
  ['an object for a state', { state: {} }, 'state', 'must be a text'],
  ['a text for a flag', { dry_run: 'yes' }, 'dry_run', 'must be true or false'],
  ['a number for a flag', { any_changes: 1 }, 'any_changes', 'must be true or false'],
  ['a text for a count', { jobs_started: '2' }, 'jobs_started', 'must be a number'],
  ['a fraction for a count', { jobs_started: 1.5 }, 'jobs_started', 'whole number'],
  ['a negative count', { jobs_errored: -1 }, 'jobs_errored', 'between 0 and 2147483647'],
  ['a count beyond 32 bits', { jobs_completed: 2 ** 31 }, 'jobs_completed', 'between 0 and 2147483647'],
  ['a version beyond 32 bits', { policy_version_number: 1e10 }, 'policy_version_number', 'between 0 and'],
  ['NUL in an unknown key', { more: { a: ['\u0000'] } }, '', 'unknown key with a text that holds a NUL'],
  ['NUL in the name of an unknown key', { 'mo\u0000re': 1 }, '', 'unknown key with a text that holds a NUL'],
  ['a surrogate in an unknown key', { more: '\ud800' }, '', 'surrogate'],
  ['an unknown key that is nested too deep', { more: deep }, '', 'nested deeper than 32 levels'],
  [
    'an unknown number that loses digits',
    `${eventLine().slice(0, -1)},"more":12345678901234567890}`,
    '',
    'too large to be kept exactly',
  ],
  ...(
    [
      ['a count', 'jobs_started', '1e-400'],
      ['a version', 'policy_version_number', '2.0000000000000000001'],
      ['a state', 'state', '3.00000000000000000001'],
      ['an unknown key', 'more', '[0.1234567890123456789012]'],
      ['an unknown key beyond all numbers', 'more', '1e400'],
    ] as const
  ).map(
    ([what, key, written]): BadLine => [
      `${what} that would be rounded`,
      `{"${key}": ${written},${eventLine({ [key]: undefined }).slice(1)}`,
      '',
      `holds a number at character ${key.length + (written.startsWith('[') ? 7 : 6)} that would be rounded`,
    ],
  ),
]

test('there are at least thirty kinds of bad lines', () => {
  expect(badLines.length).toBeGreaterThanOrEqual(30)
})

test('every kind of bad line is named by its line and field, and no other line is lost', async () => {
  const lines = badLines.flatMap(([, bad], index) => [
    typeof bad === 'string' ? bad : eventLine(bad),
    eventLine({ policy_task: `good-${index}` }),
  ])
  const { events, rejected, told, lines: read } = await readAll('a.ndjson', lines.join('\n'))
  expect(read).toBe(lines.length)
  expect(events.map((event) => event.policy_task)).toEqual(badLines.map((_, index) => `good-${index}`))
  expect(rejected.map(({ line, field, text }) => ({ line, field, text }))).toEqual(
    badLines.map(([, , field], index) => ({
      line: 2 * index + 1,
      field,
      text: lines[2 * index]?.toWellFormed(),
    })),
  )
  for (const [index, [what, , , message]] of badLines.entries())
    expect(rejected[index]?.error, what).toContain(message)
  expect(told).toEqual([
    'line 1: is not JSON',
    'line 3: is not JSON',
    'line 5: is not JSON',
    'line 7: is not JSON',
    'line 9: is not JSON',
    `and ${badLines.length - 5} more`,
    expect.stringMatching(/^all of them: .*a\.ndjson\.rejects\.ndjson$/),
  ])
})

test('no message repeats what the line holds', async () => {
  const secret = 'S3CRET'
  const { rejected } = await readAll(
    'a.ndjson',
    [
      `{"${secret}`,
      eventLine({ started_at: secret }),
      eventLine({ jobs_started: secret }),
      eventLine({ messages: { [secret]: 1 } }),
      eventLine({ [secret]: '\u0000' }),
      eventLine({ policy_task: `${secret}\u0001` }),
    ].join('\n'),
  )
  expect(rejected).toHaveLength(6)
  for (const { error, field } of rejected) expect(error + field).not.toContain(secret)
})

test('a line that is not UTF-8 is rejected and not repaired', async () => {
  const bytes = Buffer.concat([
    Buffer.from(`${eventLine()}\n`),
    Buffer.from(eventLine({ identity_name: 'M@ller' })).map((byte) => (byte === 0x40 ? 0xfc : byte)),
    Buffer.from(`\n${eventLine({ policy_task: 'good' })}`),
  ])
  const { events, rejected } = await readAll('a.ndjson', bytes)
  expect(events.map((event) => event.policy_task)).toEqual(['task-1', 'good'])
  expect(rejected).toMatchObject([{ line: 2, field: '', error: 'is not valid UTF-8' }])
})

describe('CSV', () => {
  const header = 'policy_task,action_name,state,action_type'

  test('every field, in any order, with what an empty cell means', async () => {
    const full: Record<string, string> = {
      policy_task: 't',
      action_name: '"a ""b"", c"',
      action_type: 'pause',
      state: '1',
      policy_id: 'p',
      policy_name: 'P',
      policy_version_number: '7',
      workflow_name: 'W',
      identity_id: 'i',
      identity_name: 'Łukasz',
      identity_type: 'OktaUser',
      started_at: '2026-02-07T11:17:20Z',
      completed_at: '2026-02-07T11:17:21Z',
      any_changes: 'TRUE',
      jobs_started: '2',
      jobs_completed: '1',
      jobs_errored: '1',
      extraction_event: 'e',
      messages: '"[""one"",""two\\nlines""]"',
      event_source: 'POLICY',
      dry_run: 'false',
    }
    const keys = actionEventKeys.toReversed()
    const cells = keys.map((key) => full[key]).join(',')
    const empty = keys.map((key) => (header.split(',').includes(key) ? full[key] : '')).join(',')
    const { events, rejected } = await readAll('a.csv', `\ufeff${keys.join(',')}\r\n${cells}\r\n${empty}\r\n`)
    expect(rejected).toEqual([])
    expect(events[0]).toMatchObject({
      action_name: 'a "b", c',
      action_type: 'PAUSE',
      state: 'RUNNING',
      policy_version_number: 7,
      identity_name: 'Łukasz',
      started_at: '2026-02-07T11:17:20Z',
      any_changes: true,
      jobs_started: 2,
      extraction_event: 'e',
      messages: ['one', 'two\nlines'],
      dry_run: false,
    })
    expect(events[1]).toMatchObject({
      policy_id: '',
      policy_version_number: 0,
      started_at: null,
      extraction_event: null,
      any_changes: false,
      messages: [],
      extra: null,
    })
  })

  test.each([
    ['an unknown field', `${header},colour`, 'column 5 is not a field'],
    ['an unknown field of another case', `${header},Colour`, 'column 5 is not a field'],
    ['a field twice', `${header},state`, 'state twice, in columns 3 and 5'],
    ['a missing field', 'policy_task,action_name,state', 'lacks action_type'],
    ['an inherited name', `${header},constructor`, 'column 5 is not a field'],
    ['a broken quote', `${header},"a"b`, 'closing quote'],
    ['bars', header.replaceAll(',', '|'), 'column 1 is not a field'],
  ])('a header with %s is refused before any row', async (_, first, message) => {
    await expect(readAll('a.csv', `${first}\nt,a,COMPLETED,PAUSE,\n`)).rejects.toThrow(message)
  })

  test.each([
    ['bars', header.replaceAll(',', '|')],
    ['a missing field', 'policy_task,action_name,state'],
  ])('T24 a header of events with %s is refused with the separators that were tried', async (_, first) => {
    const tried = 'Cells were looked for with a comma, a semicolon and a tab between them.'
    await expect(readAll('a.csv', `${first}\n`)).rejects.toThrow(tried)
  })

  test('a file without a header is refused', async () => {
    await expect(readAll('a.csv', '\n\n')).rejects.toThrow('is empty')
  })

  test.each([
    ['t,a,COMPLETED,PAUSE,yes,', 'any_changes', 'must be true or false'],
    ['t,a,COMPLETED,PAUSE,,{', 'messages', 'must be a JSON array of texts'],
    ['t,a,COMPLETED,PAUSE,,"{}"', 'messages', 'must be an array of texts'],
    ['t,a,COMPLETED,PAUSE,,"[1]"', 'messages', 'must be a text at position 1'],
    ['t,,COMPLETED,PAUSE,,', 'action_name', 'must not be empty'],
    ['t,a,17,PAUSE,,', 'state', 'not the number of a known state'],
    ['"t\r\n2",a,COMPLETED,PAUSE,,', 'policy_task', 'control character'],
    ['t,a,COMPLETED', '', 'has 3 cells where the header has 6'],
    ['t,a,"COMPLETED"x,PAUSE,,', '', 'closing quote'],
  ])('the row %j is rejected, and no other', async (row, field, message) => {
    const good = ',a,COMPLETED,PAUSE,true,"[""x""]"'
    const text = [`${header},any_changes,messages`, `1${good}`, row, `2${good}`, ''].join('\r\n')
    const { events, rejected } = await readAll('a.csv', text)
    expect(events.map((event) => event.policy_task)).toEqual(['1', '2'])
    expect(rejected).toMatchObject([{ line: 3, field, error: expect.stringContaining(message) }])
  })

  test('numbers are whole and written in digits', async () => {
    const rows = ['1.0', '1e3', '0x10', ' 1', '-1', '99999999999', '9'.repeat(30)].map(
      (cell) => `t,a,COMPLETED,PAUSE,${cell}`,
    )
    const { events, rejected } = await readAll('a.csv', [`${header},jobs_started`, ...rows].join('\n'))
    expect(events).toEqual([])
    expect(rejected.map(({ line, field }) => [line, field])).toEqual(
      rows.map((_, index) => [index + 2, 'jobs_started']),
    )
  })
})

describe('files', () => {
  const line = `${eventLine({ identity_name: 'Зоряна' })}\n`
  const csv = 'policy_task,action_name,state,action_type\nt,a,COMPLETED,PAUSE\n'

  test.each<[string, string | Uint8Array, number]>([
    ['events.ndjson', line, 1],
    ['events.jsonl', `\n\n${line}\n`, 1],
    ['events.json', `\ufeff${line}`, 1],
    ['events.NDJSON.gz', gzipSync(line), 1],
    ['two-members.ndjson.gz', Buffer.concat([gzipSync(line), gzipSync(line)]), 2],
    ['packed-without-saying-so.ndjson', gzipSync(line), 1],
    ['no-extension', line, 1],
    ['gzip', gzipSync(csv), 1],
    ['table.txt', csv, 1],
    ['table.CSV', csv, 1],
    ['table.csv.gz', gzipSync(csv), 1],
    ['events.ndjson', '', 0],
    ['nothing', '', 0],
  ])('%s is read', async (name, content, count) => {
    const { events, rejected, sha256 } = await readAll(name, content)
    expect(rejected).toEqual([])
    expect(events).toHaveLength(count)
    expect(sha256).toBe(createHash('sha256').update(content).digest('hex'))
  })

  test.each<[string, string | Uint8Array, string]>([
    ['a.ndjson', Buffer.from(`\ufeff${line}`, 'utf16le'), 'UTF-16'],
    ['a.xlsx', Buffer.from('PK\u0003\u0004rest'), 'Excel'],
    ['a.csv.zst', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0]), 'zstd'],
    ['a.ndjson.gz', gzipSync(gzipSync(line)), 'compressed twice'],
    ['a.ndjson.gz', gzipSync(line).subarray(0, 12), 'damaged or cut short'],
  ])('%s is refused before it begins', async (name, content, message) => {
    await expect(readAll(name, content)).rejects.toThrow(message)
  })

  test('a gzip file that breaks off later is an error, not an end', async () => {
    const many = Array.from({ length: 50_000 }, (_, index) =>
      eventLine({ policy_task: `${index}-${Math.sin(index)}` }),
    )
    const packed = gzipSync(many.join('\n'))
    await expect(readAll('a.ndjson.gz', packed.subarray(0, packed.length - 2000))).rejects.toThrow(
      'cut short',
    )
  })
})

test('T21 true and false may be texts in any case', async () => {
  const lines = ['True', 'FALSE', true].map((any_changes) => eventLine({ any_changes }))
  const { events, rejected } = await readAll('events.ndjson', lines.join('\n'))
  expect(rejected).toEqual([])
  expect(events.map(({ any_changes }) => any_changes)).toEqual([true, false, true])
})

test('T24 events are read with semicolons, and headers in capitals', async () => {
  const text = 'Policy_Task;ACTION_NAME;State; action type \nt;a;COMPLETED;PAUSE\n'
  const { events, rejected } = await readAll('a.csv', text)
  expect(rejected).toEqual([])
  expect(events).toMatchObject([
    { policy_task: 't', action_name: 'a', state: 'COMPLETED', action_type: 'PAUSE' },
  ])
})
