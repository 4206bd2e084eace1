import { once } from 'node:events'
import { Agent, get, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fastify, type FastifyInstance } from 'fastify'
import { afterEach, expect, test } from 'vitest'
import { sendPart } from './send-stored-file.ts'

const size = 32 * 1024 * 1024
const pieceBytes = 1024 * 1024
const patient = { timeout: 10_000 }

let app: FastifyInstance | undefined
afterEach(() => app?.close())

/** Serves a file of which each MiB has its number in every byte, read into one block; it may end too early. */
async function serve(endsAt = size) {
  let opened = 0
  let closed = 0
  let pieces = 0
  async function* read(start: number, end: number) {
    const block = Buffer.alloc(pieceBytes)
    opened += 1
    try {
      for (let at = start; at <= end; at += pieceBytes) {
        if (at >= endsAt) throw new Error('the file ends')
        pieces += 1
        yield block.fill(at / pieceBytes)
        await sleep(0)
      }
    } finally {
      closed += 1
    }
  }
  app = fastify({ forceCloseConnections: true })
  app.get('/file', (_, reply) => sendPart(reply, { size, tag: 'a', read }, undefined))
  app.get('/other', (_, reply) => reply.send('other'))
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    opened: () => opened,
    closed: () => closed,
    pieces: () => pieces,
  }
}

async function answerTo(url: string): Promise<IncomingMessage> {
  const agent = new Agent({ keepAlive: true })
  const [answer] = (await once(get(url, { agent }), 'response')) as [IncomingMessage]
  return answer
}

test('who reads slowly has every byte, though all pieces come out of one block', async () => {
  const { url, closed } = await serve()
  const answer = await answerTo(`${url}/file`)
  let at = 0
  let wrong = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    if (at < 8 * pieceBytes) await sleep(1)
    for (let index = 0; index < chunk.length; index += 512)
      if (chunk[index] !== Math.floor((at + index) / pieceBytes)) wrong += 1
    at += chunk.length
  }
  expect(at).toBe(size)
  expect(wrong).toBe(0)
  await expect.poll(closed, patient).toBe(1)
})

test('the file is closed and not read on when a client goes away, whenever it does', async () => {
  const { url, closed, pieces } = await serve()
  for (let time = 0; time < 20; time += 1) {
    const answer = await answerTo(`${url}/file`)
    if (time % 2 === 0) await once(answer, 'data')
    answer.pause()
    await sleep(time % 5)
    answer.on('error', () => undefined)
    answer.destroy()
  }
  await expect.poll(closed, patient).toBe(20)
  expect(pieces()).toBeLessThan((20 * size) / pieceBytes / 2)
  expect(await (await fetch(`${url}/other`)).text()).toBe('other')
})

test('a file that ends too early ends the answer before its length', async () => {
  const { url, closed } = await serve(3 * pieceBytes)
  const answer = await answerTo(`${url}/file`)
  answer.resume()
  await expect(once(answer, 'end')).rejects.toThrow('aborted')
  expect(answer.complete).toBe(false)
  await expect.poll(closed, patient).toBe(1)
  expect(await (await fetch(`${url}/other`)).text()).toBe('other')
})

test('of many files that are asked for at once on one connection each is opened in its turn, and none stays open', async () => {
  const { url, port, opened, closed } = await serve()
  const client = connect(port, '127.0.0.1')
  client.pause()
  client.write('GET /file HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(50))
  await expect.poll(opened, patient).toBe(1)
  await sleep(50)
  expect(opened()).toBe(1)
  client.resetAndDestroy()
  await expect.poll(closed, patient).toBe(1)
  expect(await (await fetch(`${url}/other`)).text()).toBe('other')
  expect(opened()).toBe(1)
})
