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
  const { raw } = reply
  raw.statusCode = reply.statusCode
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) raw.setHeader(name, value)
  try {
    for await (const piece of pieces)
      if (!(await hasLeft(raw, piece)))
        return reply.log.info('a client went away before its answer was whole')
    raw.end()
  } catch (error) {
    reply.log.error(error, 'a file could not be read to its end')
    // The client learns by the length that it has not all of it.
    raw.destroy()
  }
}

/** Whether a piece is out of our hands; false where the client has gone. */
async function hasLeft(raw: ServerResponse, piece: Buffer): Promise<boolean> {
  return await new Promise((resolve) => raw.write(piece, (error) => resolve(!error)))
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
