import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { startServer, type TestServer } from '#testing/start-server.ts'

const webRoot = mkdtempSync(join(tmpdir(), 'countersign-web-'))
let server: TestServer
beforeAll(async () => {
  writeFileSync(join(webRoot, 'index.html'), '<!doctype html><title>shell</title>')
  server = await startServer(inject('postgresUrl'), { webRoot })
})
afterAll(async () => {
  await server.close()
  rmSync(webRoot, { recursive: true })
})

test.each([
  ['/', 200],
  ['/activity/workflow-actions', 200],
  ['/reviews', 200],
  ['/exports', 200],
  ['/reviews/0190-c1/rows/7', 200],
  ['/reviews/100%', 200],
  ['/sign-in', 200],
  ['/verify', 200],
  ['/reviewsx', 404],
  ['/sign-in/x', 404],
  ['/verify/x', 404],
  ['/nothing', 404],
])('%s is the shell with %i', async (path, expected) => {
  const { status, body, headers } = await server.send('GET', path, { accept: 'text/html' })
  expect(status).toBe(expected)
  expect(body).toContain('<title>shell</title>')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
})
