import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { listen } from './listen.ts'

function anApp() {
  const app = Fastify()
  onTestFinished(() => app.close())
  return app
}

test.each([
  [
    'a name that nobody has',
    'nowhere.invalid',
    'HOST is "nowhere.invalid", which no address is known for. Set',
  ],
  [
    'an address of another machine',
    '192.0.2.1',
    'HOST is "192.0.2.1", which is no address of this machine. Set',
  ],
])('HOST as %s is told by its name, with what to do', async (_, host, message) => {
  await expect(listen(anApp(), { host, port: 0 })).rejects.toThrow(message)
})

test('a PORT that is taken is told by its name, with what to do', async () => {
  const first = anApp()
  await listen(first, { host: '127.0.0.1', port: 0 })
  const { port } = first.server.address() as AddressInfo
  await expect(listen(anApp(), { host: '127.0.0.1', port })).rejects.toThrow(
    `PORT is ${port}, and another program listens there on 127.0.0.1 already. Stop that one, or set PORT`,
  )
})

test('a failure of another kind is told as it is', async () => {
  const app = anApp()
  const failure = new Error('a plugin failed')
  app.addHook('onReady', () => Promise.reject(failure))
  await expect(listen(app, { host: '127.0.0.1', port: 0 })).rejects.toBe(failure)
})
