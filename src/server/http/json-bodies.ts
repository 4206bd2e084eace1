import { isUtf8 } from 'node:buffer'
import type { FastifyInstance } from 'fastify'
import type * as z from 'zod/mini'
import { type DoubledKey, doubledKey } from '../doubled-key.ts'
import { inexactNumber } from '../inexact-number.ts'
import { knowsKey, refusedInput } from '../handlers/read-input.ts'
import { type Refused, refused } from '../refused.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the route takes as its body, so that a key may be named that stands there twice. */
    body?: z.ZodMiniType
  }
}

/**
 * Reads JSON bodies strictly. Refused with 400 are bytes that are not UTF-8, a key that stands twice in one object,
 * and a number that a double would round: the usual parser would silently take something else than was sent.
 */
export function registerJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    if (!isUtf8(bytes)) return done(refused('InvalidArgument', 'The body is not valid UTF-8.'))
    const text = bytes.toString('utf8')
    // The parser that is given does its work at once and by its callback alone.
    void parse(request, text, (error, value: unknown) => {
      if (error) return done(error)
      const doubled = doubledKey(text, value)
      if (doubled) return done(refusal(doubled, request.routeOptions.config.body))
      const place = inexactNumber(text)
      done(place === undefined ? null : refusedInput([roundedAt(place)]), value)
    })
  })
}

function roundedAt(place: number): { readonly field: string; readonly description: string } {
  return { field: 'body', description: `holds a number at character ${place} that would be rounded` }
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
