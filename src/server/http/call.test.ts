import Fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import type { Call } from '../handlers/handlers.ts'
import { type CallOptions, callOf } from './call.ts'

const options: CallOptions = {
  isLocal: () => true,
  cookie: { name: 'countersign', secure: false },
  providerCookie: 'countersign-oidc',
  clock: () => new Date(),
  publicUrl: undefined,
}

test('the signal of a call is aborted when the client goes before its answer', async () => {
  const app = Fastify()
  onTestFinished(() => app.close())
  app.decorateRequest('actor')
  await app.register(import('@fastify/cookie'))
  const calls: Call[] = []
  app.get('/', (request, reply) => {
    calls.push(callOf(options, request, reply))
    return new Promise(() => undefined)
  })
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  const gone = new AbortController()
  const answer = fetch(address, { signal: gone.signal })
  await expect.poll(() => calls.length).toBe(1)
  const signal = calls[0]?.signal
  expect(signal?.aborted).toBe(false)
  gone.abort()
  await expect(answer).rejects.toThrow()
  await expect.poll(() => signal?.aborted).toBe(true)
})
