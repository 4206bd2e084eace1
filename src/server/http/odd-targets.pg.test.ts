import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { rawGet } from '#testing/raw-http.ts'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'

const webRoot = mkdtempSync(join(tmpdir(), 'countersign-web-'))
let server: TestServer
beforeAll(async () => {
  mkdirSync(join(webRoot, 'assets', 'folder'), { recursive: true })
  writeFileSync(join(webRoot, 'index.html'), '<!doctype html><title>shell</title>')
  writeFileSync(join(webRoot, 'assets', 'main.js'), 'export {}')
  writeFileSync(join(webRoot, 'assets', 'folder', 'inner.js'), 'export {}')
  server = await startServer(inject('postgresUrl'), { webRoot })
})
afterAll(async () => {
  await server.close()
  rmSync(webRoot, { recursive: true })
})

describe('what is asked for below /assets/', () => {
  test('is given where the build has put it', async () => {
    const { status, headers, body } = await rawGet(server.port, '/assets/main.js')
    expect([status, body]).toEqual([200, 'export {}'])
    expect(headers).toContain('immutable')
  })

  test.each([
    '/assets/',
    '/assets/.',
    '/assets//',
    '/assets/folder',
    '/assets/folder/',
    '/assets/none.js',
    '/assets/../index.html',
    '/assets/..%2findex.html',
    '/assets/..%2Findex.html',
    '/assets/%2e%2e%2findex.html',
    '/assets/%2e%2e/index.html',
    '/assets/..%5cindex.html',
    '/assets/..\\index.html',
    '/assets/....//index.html',
    '/assets/folder/..%2f..%2findex.html',
    '/assets/%252e%252e%252findex.html',
    '/assets/..%2f..%2f..%2f..%2fetc%2fpasswd',
    '/assets/main.js%00',
    '/assets/%00',
    '/assets/main.js%2f',
    '/assets/constructor',
  ])('T29 T35 %s is 404, and nothing of the page is shown', async (path) => {
    const { status, body } = await rawGet(server.port, path, { accept: 'text/html' })
    expect(status).toBe(404)
    expect(body).not.toContain('shell')
  })

  test.each(['/assets/%', '/assets/%zz', '/assets/%ff', '/assets/%ED%A0%80'])(
    'T29 %s is 400',
    async (path) => {
      expect((await rawGet(server.port, path)).status).toBe(400)
    },
  )

  test.each(['bytes=5-1', 'bytes=99-', 'bytes=a-b', 'pages=1', 'bytes=0-0,2-2'])(
    'T29 a range %s is not a failure',
    async (range) => {
      expect((await rawGet(server.port, '/assets/main.js', { range })).status).toBeLessThan(500)
    },
  )
})

describe('a body that is encoded', () => {
  const start = (encoding: string, body: Uint8Array<ArrayBuffer> | string) =>
    fetch(`${server.url}/app/v1/session`, {
      method: 'POST',
      headers: { ...pageHeaders, 'content-encoding': encoding },
      body,
    })

  test.each(['zstd', 'compress', 'gzip, gzip', 'x', 'aws-chunked', 'constructor', ','])(
    'T29 by %s is 415',
    async (encoding) => {
      const answer = await start(encoding, '{}')
      expect(answer.status).toBe(415)
      expect(await answer.text()).toContain('gzip')
    },
  )

  test.each(['gzip', 'deflate', 'br'])('T29 by %s, when it is not, is 400', async (encoding) => {
    expect((await start(encoding, 'no such bytes')).status).toBe(400)
  })

  test('T29 by gzip is read, and refused where it unfolds to more than a body may be', async () => {
    expect((await start('gzip', new Uint8Array(gzipSync('{}')))).status).toBe(200)
    const bomb = new Uint8Array(gzipSync(JSON.stringify({ pad: 'x'.repeat(5_000_000) })))
    expect((await start('gzip', bomb)).status).toBe(413)
  })
})
