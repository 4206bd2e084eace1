import { once } from 'node:events'
import { Agent, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fastify } from 'fastify'
import { expect, test } from 'vitest'
import { closeWithoutWaiting } from './closing.ts'

test('a reader who has stopped does not keep a server open that closes', async () => {
  const app = fastify()
  closeWithoutWaiting(app, 50)
  app.get('/', (_, reply) => {
    reply.hijack()
    reply.raw.write('a part')
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const [answer] = await once(
    get(`http://127.0.0.1:${port}/`, { agent: new Agent({ keepAlive: true }) }),
    'response',
  )
  answer.on('error', () => undefined)
  const cut = new Promise((resolve) => answer.once('close', resolve))
  await app.close()
  await cut
  expect(answer.complete).toBe(false)
})
