import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { StoredFile } from '../exports.ts'
import { refused } from '../refused.ts'

/** The first and the last byte of a part. */
type Part = { readonly start: number; readonly end: number }

/**
 * The one part of a file that `Range` asks for (RFC 9110, section 14); undefined for the whole, as which several parts at once
 * and what is no range of bytes are taken too. Throws 416 for a part beyond the end.
 */
export function partOf(reply: FastifyReply, { size, tag }: StoredFile): Part | undefined {
  const { headers, method } = reply.request
  const isSame = headers['if-range'] === undefined || headers['if-range'] === quoted(tag)
  const part = method === 'GET' && isSame ? rangeOf(headers.range, size) : undefined
  if (part !== 'beyond') return part
  reply.header('content-range', `bytes */${size}`)
  throw refused('RangeNotSatisfiable', 'The file has no such part.')
}

/** Sends a file that lies ready, or a part of it, with its length. */
export function sendPart(reply: FastifyReply, file: StoredFile, part: Part | undefined): FastifyReply {
  const { size, tag } = file
  const { start, end } = part ?? { start: 0, end: size - 1 }
  if (part) reply.code(206).header('content-range', `bytes ${start}-${end}/${size}`)
  reply
    .header('accept-ranges', 'bytes')
    .header('etag', quoted(tag))
    .header('content-length', end - start + 1)
  if (reply.request.method === 'HEAD') return reply.send(Readable.from([]))
  reply.hijack()
  void sendPieces(reply, file.read(start, end))
  return reply
}

/** Sends one piece after the other, each once the one before has left: a stream would ask for the next one before that. */
async function sendPieces(reply: FastifyReply, pieces: AsyncIterable<Buffer>): Promise<void> {
  const { raw, request } = reply
  raw.statusCode = reply.statusCode
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) raw.setHeader(name, value)
  // An answer whose turn has not come on its connection does not hear itself that this is gone.
  const { socket } = request.raw
  const gone = new AbortController()
  const leave = () => gone.abort()
  // One for each answer that waits, of which a client may ask for many.
  socket.setMaxListeners(0)
  socket.once('close', leave)
  if (socket.destroyed) leave()
  try {
    await itsTurn(raw, gone.signal)
    for await (const piece of pieces) await hasLeft(raw, piece, gone.signal)
    raw.end()
  } catch (error) {
    if (gone.signal.aborted) reply.log.info('a client went away before its answer was whole')
    else reply.log.error(error, 'a file could not be read to its end')
    // The client learns by the length that it has not all of it.
    raw.destroy()
  } finally {
    socket.off('close', leave)
  }
}

/** Of answers that a client asked for at once each begins, and opens its file, when those before it are whole. Rejects where it has gone. */
async function itsTurn(raw: ServerResponse, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  if (!raw.socket) await once(raw, 'socket', { signal })
}

/** Until a piece is out of our hands. Rejects where the client has gone. */
async function hasLeft(raw: ServerResponse, piece: Buffer, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  await new Promise<void>((resolve, reject) => {
    const leave = () => reject(signal.reason as Error)
    signal.addEventListener('abort', leave, { once: true })
    raw.write(piece, (error) => {
      signal.removeEventListener('abort', leave)
      if (error) reject(error)
      else resolve()
    })
  })
}

const quoted = (tag: string) => `"${tag}"`

function rangeOf(header: string | undefined, size: number): Part | 'beyond' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? []
  if (first === '' && last === '') return undefined
  // Only an end: so many of the last bytes.
  if (first === '')
    return Number(last) === 0 ? 'beyond' : { start: Math.max(0, size - Number(last)), end: size - 1 }
  if (last !== '' && Number(last) < Number(first)) return undefined
  if (Number(first) >= size) return 'beyond'
  return { start: Number(first), end: last === '' ? size - 1 : Math.min(Number(last), size - 1) }
}
