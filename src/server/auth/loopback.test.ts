import { expect, test } from 'vitest'
import { isLoopbackHost } from './loopback.ts'

test.each([
  [80, 'localhost', true],
  [80, 'localhost:80', true],
  [80, '[::1]:80', true],
  [80, 'localhost:443', false],
  [4870, '127.0.0.1:4870', true],
  [4870, '127.0.0.1', false],
  [4870, '127.0.0.1:80', false],
  [443, 'localhost', false],
  [undefined, 'localhost', false],
])('T31 on port %s the host %s is this machine: %s', (port, host, is) => {
  expect(isLoopbackHost(port, host)).toBe(is)
})
