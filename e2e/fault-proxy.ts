import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'

/** One request for a change of a row, as often as it came. */
export type Put = { readonly key: string; readonly body: string; readonly status: number | undefined }

/** Stands between a page and a server and loses changes of rows on their way; everything else passes. */
export type FaultProxy = {
  readonly url: string
  /** Every request for a change in its order; `status` where its answer got through. */
  readonly puts: readonly Put[]
  /** How many of the changes, between 0 and 1, are cut off before the server has them, and as many answers after it. */
  lose(share: number): void
  close(): Promise<void>
}

/** Starts a proxy to the server at `target`; the same seed loses the same requests. */
export async function startFaultProxy(target: string, seed: number): Promise<FaultProxy> {
  const random = randomOf(seed)
  const puts: Put[] = []
  let lost = 0
  const server = createServer((asked, answer) => {
    void pass(asked, answer).catch(() => answer.destroy())
  })

  async function pass(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const isChange = asked.method === 'PUT'
    const body = isChange ? await textOf(asked) : undefined
    const note = (status?: number) => {
      const key = asked.headers['idempotency-key']
      if (body !== undefined) puts.push({ key: String(key), body, status })
    }
    if (isChange && random() < lost) return note(), void answer.destroy()
    const headers = { ...asked.headers, host: new URL(target).host }
    const passed = request(target + asked.url, { method: asked.method, headers })
    if (body === undefined) asked.pipe(passed)
    else passed.end(body)
    asked.once('close', () => asked.complete || passed.destroy())
    answer.once('close', () => passed.destroy())
    const [came] = (await once(passed, 'response')) as [IncomingMessage]
    if (isChange && random() < lost) return note(), came.resume(), void answer.destroy()
    note(came.statusCode)
    answer.writeHead(came.statusCode ?? 502, came.rawHeaders)
    // Streams of events are passed on as they come.
    came.pipe(answer)
    came.once('error', () => answer.destroy())
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the proxy has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    puts,
    lose: (share) => {
      lost = share
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function textOf(message: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of message) text += String(part)
  return text
}

/** Random numbers that are the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
