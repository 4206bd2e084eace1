import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type * as z from 'zod/mini'
import { type EmptyReply, type Route, successStatus } from '#contract/route.ts'
import type { FileResult, RedirectResult, StoredFileResult, Subscribe } from '../handlers/handlers.ts'
import type { SendEvents } from './event-streams.ts'
import { downloadPolicy } from './headers.ts'
import { partOf, sendPart } from './send-stored-file.ts'

/** How replies are sent. */
export type SendOptions = {
  readonly sendEvents: SendEvents
  /** In tests: JSON that does not fit the contract, events included, is a failure of the server. */
  readonly checkReplies: boolean
}

/**
 * Answers a request with the result of its handler, in the form of the route's reply. `result` has the type that
 * `Handlers` asks of that route.
 */
export async function sendReply(
  reply: FastifyReply,
  route: Route,
  result: unknown,
  { sendEvents, checkReplies }: SendOptions,
): Promise<FastifyReply> {
  const checked = (schema: z.ZodMiniType, value: unknown) => (checkReplies ? schema.parse(value) : value)
  const expected = route.reply
  reply.code(successStatus(route)).header('cache-control', 'no-store')
  if (!('kind' in expected)) return reply.send(checked(expected, result))
  switch (expected.kind) {
    case 'file':
      return sendFile(reply, result as FileResult | StoredFileResult)
    case 'events':
      return sendEvents(reply, {
        subscribe: result as Subscribe<unknown>,
        name: expected.event,
        dataOf: (event) => JSON.stringify(checked(expected.data, event)),
      })
    case 'redirect':
      return reply.header('location', (result as RedirectResult).location).send()
    default:
      expected satisfies EmptyReply
      return reply.send()
  }
}

/** Names that need no quoting and no encoding. */
const plainName = /^\w[\w .-]{0,199}$/

function sendFile(reply: FastifyReply, result: FileResult | StoredFileResult): FastifyReply {
  const { type, name } = result
  const isHead = reply.request.method === 'HEAD'
  const isPlain = plainName.test(name)
  if ('content' in result && (isHead || !isPlain)) result.content.destroy()
  if (!isPlain) throw new Error(`a file cannot be sent under the name ${JSON.stringify(name)}`)
  // A part that is not there is refused, and a refusal is nothing to be saved.
  const part = 'file' in result ? partOf(reply, result.file) : undefined
  reply
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('content-security-policy', downloadPolicy)
    .type(type.startsWith('text/') ? `${type}; charset=utf-8` : type)
  if ('file' in result) return sendPart(reply, result.file, part)
  return reply.send(isHead ? Readable.from([]) : result.content)
}
