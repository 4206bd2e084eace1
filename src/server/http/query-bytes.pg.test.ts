import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { readFailure } from '#contract/errors.ts'
import { pageHeaders, startServer, type TestServer } from '#testing/start-server.ts'

let server: TestServer
let cookie = ''
beforeAll(async () => {
  server = await startServer(inject('postgresUrl'))
  cookie = await server.signIn('root', 'admin')
})
afterAll(() => server.close())

const search = (bytes: string) =>
  server.send('GET', `/app/v1/people?search=${bytes}`, { ...pageHeaders, cookie })

test.each(['abc%ff', 'abc%C3', 'abc%C0%AF', 'abc%ED%A0%80'])(
  'T33 a search for %s, which is no UTF-8, is refused',
  async (bytes) => {
    const { status, body } = await search(bytes)
    expect([status, readFailure(status, body).violations]).toMatchObject([
      400,
      [{ field: 'query', description: 'is not valid percent-encoded UTF-8' }],
    ])
  },
)

test.each(['abc%C3%A9', 'abc%F0%9F%98%80+d', 'abc%25ff', 'abc%'])(
  'T33 a search for %s is taken',
  async (bytes) => {
    expect((await search(bytes)).status).toBe(200)
  },
)
