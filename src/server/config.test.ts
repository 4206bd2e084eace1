import { expect, test } from 'vitest'
import { isLoopback, readConfig } from './config.ts'

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
  ['DEMO', 'maybe'],
  ['LOG_LEVEL', 'loud'],
])('a wrong %s stops the start, by its name and without its value', (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^${name} must be `))
  expect(() => readConfig({ [name]: value })).not.toThrow(new RegExp(value))
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
