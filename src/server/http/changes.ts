import { PassThrough } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from '#contract/permissions.ts'
import { reviewRoutes } from '#contract/review-calls.ts'
import type { AccessLog } from '../access-log.ts'
import type { Backend } from '../backend.ts'
import { readInput } from '../handlers/read-input.ts'
import type { People } from '../people.ts'
import { refused } from '../refused.ts'
import type { RowEvent } from '../reviews.ts'
import { actorOf, credentialsOf } from './authenticate.ts'
import { fastifyPath, refuseOtherMethods } from './register.ts'

type Parts = {
  readonly backend: Pick<Backend, 'reviews'>
  readonly accessLog: AccessLog
  readonly people: People
}

const path = '/app/v1/certifications/{certification_id}/changes'

/** How many streams one session or key may keep open. */
const mostStreams = 8
/** So often a stream shows that it is alive, in milliseconds. */
const heartbeat = 15_000
/** So often it looks whether its reader may still read it. */
const checkEvery = 5000
/** A reader that leaves so many bytes unread is cut off; it asks for what it has missed when it comes back. */
const mostUnread = 1024 * 1024

/**
 * `GET /app/v1/certifications/{certification_id}/changes`: tells a page of rows that change while it shows them, as
 * server-sent events (`event: row`, the data a RowEvent). A certification that the caller cannot see is 404.
 */
export function registerChanges(app: FastifyInstance, parts: Parts, cookieName: string): void {
  const streams = new Streams()
  app.addHook('preClose', (done) => {
    streams.closeAll()
    done()
  })
  refuseOtherMethods(app, path, [{ method: 'GET' }])
  app.get(fastifyPath(path), { config: { permission: 'reviews:read' } }, async (request, reply) => {
    const { actor } = request
    if (!actor) throw refused('Unauthenticated', 'This needs an API key or a session.')
    const { certification_id } = readInput(reviewRoutes.getCertification.params, request.params, 'params')
    await parts.accessLog.record('watchCertification', actor, request.id)
    const stream = streams.open(request.cookies[cookieName] ?? actor.id)
    const mayRead = () => isStill(actor, request, parts, cookieName)
    try {
      await parts.backend.reviews.watch(actor, certification_id, ...feed(stream, mayRead))
    } catch (error) {
      stream.destroy()
      throw error
    }
    return startStream(reply, stream)
  })
}

function startStream(reply: FastifyReply, stream: PassThrough): FastifyReply {
  return reply
    .header('cache-control', 'no-store')
    .header('connection', 'close') // or the server would wait for its next request when it closes
    .header('x-accel-buffering', 'no') // a proxy that gathers bytes would hold events back
    .type('text/event-stream; charset=utf-8')
    .send(stream)
}

/** Whether the caller is who they were, with the same roles. */
async function isStill(
  actor: Actor,
  request: FastifyRequest,
  { people }: Parts,
  cookieName: string,
): Promise<boolean> {
  // Where nobody can say, as when the database is away, the reader asks anew and is told then.
  const now = await actorOf(credentialsOf(request, cookieName), people).catch(() => undefined)
  return now?.id === actor.id && now.roles.join() === actor.roles.join()
}

/** Keeps a stream alive for as long as its reader may read it. Returns what writes to it, and when it is over. */
function feed(
  stream: PassThrough,
  mayRead: () => Promise<boolean>,
): [tell: (event: RowEvent) => void, over: AbortSignal] {
  const over = new AbortController()
  const write = (text: string) => {
    if (stream.writableLength > mostUnread) stream.destroy()
    else if (stream.writable) stream.write(text)
  }
  const beat = setInterval(() => write(': \n\n'), heartbeat)
  const check = setInterval(() => {
    void mayRead().then((may) => {
      if (!may) stream.end()
    })
  }, checkEvery)
  stream.once('close', () => {
    clearInterval(beat)
    clearInterval(check)
    over.abort()
  })
  write('retry: 3000\n\n')
  return [(event) => write(`event: row\ndata: ${JSON.stringify(event)}\n\n`), over.signal]
}

/** The open streams, by who reads them. */
class Streams {
  readonly #open = new Map<string, Set<PassThrough>>()

  open(reader: string): PassThrough {
    const theirs = this.#open.get(reader) ?? new Set()
    if (theirs.size >= mostStreams)
      throw refused('ResourceExhausted', `At most ${mostStreams} streams may be open at once.`)
    const stream = new PassThrough()
    this.#open.set(reader, theirs.add(stream))
    stream.once('close', () => {
      theirs.delete(stream)
      if (theirs.size === 0) this.#open.delete(reader)
    })
    return stream
  }

  closeAll(): void {
    for (const theirs of this.#open.values()) for (const stream of theirs) stream.end()
  }
}
