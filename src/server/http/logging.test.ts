import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import compress from '@fastify/compress'
import Fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { loggerOptions } from './logging.ts'

type Line = { readonly level: number; readonly msg: string }

/** A server that answers with this, compressed. Returns its address, and what resolves with the first line that fits. */
async function serve(answer: () => Readable) {
  const lines: Line[] = []
  const look: (() => void)[] = []
  const stream = {
    write: (text: string) => {
      lines.push(JSON.parse(text) as Line)
      for (const one of look) one()
    },
  }
  const app = Fastify({ logger: { ...loggerOptions('info'), stream } })
  onTestFinished(() => app.close())
  await app.register(compress, { threshold: 0 })
  app.get('/', (_, reply) => reply.type('text/plain').send(answer()))
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const logged = (fits: (line: Line) => boolean) =>
    new Promise<Line>((resolve) => {
      const find = () => {
        const found = lines.find(fits)
        if (found) resolve(found)
      }
      look.push(find)
      find()
    })
  return { url: `http://127.0.0.1:${port}/`, logged }
}

async function begin(url: string): Promise<IncomingMessage> {
  const request = get(url, { headers: { 'accept-encoding': 'gzip' } })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  response.on('error', () => undefined)
  return response
}

test('a client that goes away in the middle of an answer is no error of the server', async () => {
  const endless = function* () {
    for (;;) yield Math.random().toString(36).repeat(1000)
  }
  const { url, logged } = await serve(() => Readable.from(endless()))
  const response = await begin(url)
  await once(response, 'data')
  response.destroy()
  expect(await logged(({ level, msg }) => level >= 50 || msg.includes('went away'))).toMatchObject({
    level: 30,
    msg: 'a client went away before its answer was whole',
  })
})

test('an answer that breaks off at the server is one', async () => {
  const breaking = function* () {
    yield 'the beginning'
    throw new Error('the disk is gone')
  }
  const { url, logged } = await serve(() => Readable.from(breaking()))
  const response = await begin(url)
  response.resume()
  expect(await logged(({ msg }) => msg === 'the disk is gone')).toMatchObject({ level: 50 })
})
