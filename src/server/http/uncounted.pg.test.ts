import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { startServer, type TestServer } from '#testing/start-server.ts'

let root: string
let server: TestServer
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'countersign-web-'))
  await mkdir(join(root, 'assets'))
  for (const name of ['index.html', 'icon.svg', 'assets/index-1.js']) await writeFile(join(root, name), '')
  await writeFile(join(root, 'index.html'), '<!doctype html><title>Countersign</title>')
  server = await startServer(inject('postgresUrl'), { webRoot: root, rate: { perSecond: 0.001, burst: 1 } })
})
afterAll(async () => {
  await server.close()
  await rm(root, { recursive: true, force: true })
})

test('T32 the health of the server and the files of the page count against nobody', async () => {
  for (const path of ['/healthz', '/assets/index-1.js', '/icon.svg', '/', '/reviews'])
    for (let count = 0; count < 5; count++) expect((await server.get(path)).status, path).toBe(200)
  // What counts has its whole share left: one request.
  expect((await server.get('/docs')).status).toBe(200)
  expect((await server.get('/docs')).status).toBe(429)
})
