import { isUtf8 } from 'node:buffer'
import type { FastifyInstance } from 'fastify'
import type * as z from 'zod/mini'
import { type DoubledKey, doubledKey } from '../doubled-key.ts'
import { knowsKey, refusedInput } from '../handlers/read-input.ts'
import { type Refused, refused } from '../refused.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the route takes as its body, so that a key may be named that stands there twice. */
    body?: z.ZodMiniType
  }
}

/**
 * Reads JSON bodies. Refused are bytes that are not UTF-8, which would be replaced without a word, and a key that stands
 * twice in one object, of which the last would be taken: nobody can say which one was meant.
 */
export function registerJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    if (!isUtf8(bytes)) return done(refused('InvalidArgument', 'The body is not valid UTF-8.'))
    const text = bytes.toString('utf8')
    // The parser that is given does its work at once and by its callback alone.
    void parse(request, text, (error, value: unknown) => {
      const doubled = error ? undefined : doubledKey(text, value)
      done(doubled ? refusal(doubled, request.routeOptions.config.body) : error, value)
    })
  })
}

/** Names the key where the contract does, else its place: no text of the request is repeated. */
function refusal({ path, place }: DoubledKey, schema: z.ZodMiniType | undefined): Refused {
  const known = schema !== undefined && knowsKey(schema, path)
  return refusedInput([
    known
      ? { field: path.join('.'), description: 'stands twice in one object' }
      : { field: 'body', description: `holds a key twice in one object, again at character ${place}` },
  ])
}
