import { PassThrough } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from '#contract/permissions.ts'
import type { Subscribe } from '../handlers/handlers.ts'
import type { People } from '../auth/people.ts'
import { refused } from '../refused.ts'
import { actorOf, credentialsOf } from '../auth/authenticate.ts'
import { personOrAddress } from '../auth/guard.ts'
import type { InTurn } from './turns.ts'

/** How many streams one session, or all keys of one person, may keep open. */
const maxStreams = 8
/** So often a stream shows that it is alive. */
const heartbeatMs = 15_000
/** So often it looks whether its reader may still read it. */
const checkEveryMs = 4000
/** A reader that leaves so much unread is cut off; it asks for what it has missed when it comes back. */
const maxUnreadBytes = 1024 * 1024

/** The server-sent events that one request is answered with. */
export type Events = {
  /** Begins to emit. A rejection refuses the request. */
  readonly subscribe: Subscribe<unknown>
  /** The name of every event in the stream. */
  readonly name: string
  /** The data of an event as JSON text. */
  readonly dataOf: (event: unknown) => string
}

/**
 * Answers a request with a stream of events until one side closes it. Throws `Refused`: Unauthenticated (401) without
 * an actor, ResourceExhausted (429) where too many streams are open.
 */
export type SendEvents = (reply: FastifyReply, events: Events) => Promise<FastifyReply>

/**
 * Makes the `SendEvents` of a server. It ends all streams when the server closes, and one whose session or key is
 * over, belongs to somebody else or has other roles by then.
 */
export function createEventStreams(
  app: FastifyInstance,
  people: Pick<People, 'findKey' | 'findSession'>,
  cookieName: string,
  inTurn: InTurn,
): SendEvents {
  const streams = new Streams()
  app.addHook('preClose', (done) => {
    streams.closeAll()
    done()
  })
  return async (reply, { subscribe, name, dataOf }) => {
    const { request } = reply
    const { actor } = request
    if (!actor) throw refused('Unauthenticated', 'This needs an API key or a session.')
    const stream = streams.open(request.cookies[cookieName] ?? personOrAddress(request))
    const write = keepAlive(stream, () => isStill(actor, request, people, cookieName))
    try {
      const emit = (event: unknown) => write(`event: ${name}\ndata: ${dataOf(event)}\n\n`)
      await inTurn(request, reply, () => subscribe(emit, whenClosed(stream)))
    } catch (error) {
      stream.destroy()
      throw error
    }
    if (request.method === 'HEAD') stream.end()
    return startStream(reply, stream)
  }
}

function startStream(reply: FastifyReply, stream: PassThrough): FastifyReply {
  return reply
    .header('connection', 'close') // or the server would wait for its next request when it closes
    .header('x-accel-buffering', 'no') // a proxy that gathers bytes would hold events back
    .type('text/event-stream; charset=utf-8')
    .send(stream)
}

/** Whether the caller is who they were, with the same roles. */
async function isStill(
  actor: Actor,
  request: FastifyRequest,
  people: Pick<People, 'findKey' | 'findSession'>,
  cookieName: string,
): Promise<boolean> {
  // Where nobody can say, as when the database is away, the reader asks anew and is told then.
  const now = await actorOf(credentialsOf(request, cookieName), people, false).catch(() => undefined)
  return now?.id === actor.id && now.roles.join() === actor.roles.join()
}

/** Keeps a stream alive for as long as its reader may read it. Returns what writes to it. */
function keepAlive(stream: PassThrough, mayRead: () => Promise<boolean>): (text: string) => void {
  const write = (text: string) => {
    if (stream.writableLength > maxUnreadBytes) stream.destroy()
    else if (stream.writable) stream.write(text)
  }
  const beat = setInterval(() => write(': \n\n'), heartbeatMs)
  const check = setInterval(() => {
    void mayRead().then((may) => {
      if (!may) stream.end()
    })
  }, checkEveryMs)
  stream.once('close', () => {
    clearInterval(beat)
    clearInterval(check)
  })
  write('retry: 3000\n\n')
  return write
}

function whenClosed(stream: PassThrough): AbortSignal {
  const closed = new AbortController()
  stream.once('close', () => closed.abort())
  return closed.signal
}

/** The open streams, by who reads them. */
class Streams {
  readonly #open = new Map<string, Set<PassThrough>>()
  #closed = false

  open(reader: string): PassThrough {
    // One that nobody ends any more would keep the server from stopping.
    if (this.#closed) throw refused('Unavailable', 'This server is stopping. Ask again in a moment.')
    const theirs = this.#open.get(reader) ?? new Set()
    if (theirs.size >= maxStreams)
      throw refused('ResourceExhausted', `At most ${maxStreams} streams may be open at once.`)
    const stream = new PassThrough()
    this.#open.set(reader, theirs.add(stream))
    stream.once('close', () => {
      theirs.delete(stream)
      if (theirs.size === 0) this.#open.delete(reader)
    })
    return stream
  }

  closeAll(): void {
    this.#closed = true
    for (const theirs of this.#open.values()) for (const stream of theirs) stream.end()
  }
}
