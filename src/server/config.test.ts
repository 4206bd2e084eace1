import { expect, test } from 'vitest'
import { runToEnd } from './cli/run-command.test-helper.ts'
import { isLoopback, readConfig, refuseOpenHost } from './config.ts'

test('without any variable the server stays on this machine', () => {
  const config = readConfig({})
  expect(config).toMatchObject({
    host: '127.0.0.1',
    port: 4870,
    dataDir: './data',
    demo: true,
    databaseUrl: undefined,
  })
  expect(isLoopback(config.host)).toBe(true)
})

test.each([
  ['PORT', '70000'],
  ['PORT', 'http'],
  ['PORT', '-1'],
  ['DATABASE_URL', 'mysql://user:secret-word@host/db'],
  ['PUBLIC_URL', 'audit.example'],
  ['TRUSTED_PROXIES', '10.0.0.0/33'],
  ['TRUSTED_PROXIES', 'proxy.example'],
  ['TRUSTED_PROXIES', '10.0.0.1,,10.0.0.2'],
  ['DEMO', 'maybe'],
  ['LOG_LEVEL', 'loud'],
])('a wrong %s stops the start, by its name and without its value', (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^${name} must be `))
  expect(() => readConfig({ [name]: value })).not.toThrow(new RegExp(value))
})

test.each([
  ['127.0.0.1', undefined, true],
  ['localhost', 'http://countersign.localhost:4870', true],
  ['0.0.0.0', 'https://audit.example', true],
  ['192.168.1.5', undefined, false],
  ['::', 'http://localhost:4870', false],
])('HOST %s with PUBLIC_URL %s may start: %s', (HOST, PUBLIC_URL, may) => {
  const start = () => refuseOpenHost(readConfig({ HOST, PUBLIC_URL }))
  if (may) expect(start).not.toThrow()
  else expect(start).toThrow(`\n  HOST=${HOST} PUBLIC_URL=https://countersign.example.com npm start\n`)
})

test('a start at an address that others can reach ends with the line to run, before anything is opened', async () => {
  // Nothing listens at port 1: a start that went on would say that.
  const env = { HOST: '0.0.0.0', DATABASE_URL: 'postgresql://127.0.0.1:1/x' }
  expect(await runToEnd('main', [], { env })).toMatchObject({
    exit: 1,
    stderr: expect.stringContaining(
      '\n  HOST=0.0.0.0 PUBLIC_URL=https://countersign.example.com npm start\n',
    ),
  })
})

test('every wrong variable is named at once; an empty one counts as absent', () => {
  expect(() => readConfig({ PORT: 'x', DEMO: 'y' })).toThrow(/PORT.*DEMO/)
  expect(readConfig({ PORT: '', PUBLIC_URL: '' })).toMatchObject({ port: 4870, publicUrl: undefined })
})

test.each([
  ['127.0.0.1', true],
  ['127.8.8.8', true],
  ['::1', true],
  ['localhost', true],
  ['0.0.0.0', false],
  ['127.0.0.1.example', false],
])('%s is loopback: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected)
})

test.each([
  'http://audit.example',
  'https://audit.example/countersign',
  'https://audit.example/?a=b',
  'https://audit.example/#a',
  'https://ana:secret@audit.example',
  'http://127.0.0.1.example',
])('T31 PUBLIC_URL %s is refused at the start', (url) => {
  expect(() => readConfig({ PUBLIC_URL: url })).toThrow(
    /^PUBLIC_URL must be an address that begins with https/,
  )
})

test.each([
  ['https://audit.example', 'https://audit.example'],
  ['HTTPS://Audit.Example/', 'https://audit.example'],
  ['https://audit.example:443', 'https://audit.example'],
  ['http://127.0.0.1:4870', 'http://127.0.0.1:4870'],
  ['http://[::1]:4870/', 'http://[::1]:4870'],
  ['http://countersign.localhost:80', 'http://countersign.localhost'],
])('T31 PUBLIC_URL %s is the origin %s', (url, origin) => {
  expect(readConfig({ PUBLIC_URL: url }).publicUrl).toBe(origin)
})

test.each(['0.0.0.0/0', '::/0', '10.0.0.0/08'])('T19 TRUSTED_PROXIES %s is refused by its name', (value) => {
  expect(() => readConfig({ TRUSTED_PROXIES: value })).toThrow(/^TRUSTED_PROXIES must be /)
})

test('T31 TRUSTED_PROXIES is a list of addresses and ranges', () => {
  expect(readConfig({}).trustedProxies).toEqual([])
  expect(readConfig({ TRUSTED_PROXIES: '10.0.0.0/8, 192.0.2.1,2001:db8::/32' }).trustedProxies).toEqual([
    '10.0.0.0/8',
    '192.0.2.1',
    '2001:db8::/32',
  ])
})
