import { isUtf8 } from 'node:buffer'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type * as z from 'zod/mini'
import { type DoubledKey, doubledKey } from '../doubled-key.ts'
import { inexactNumber } from '../inexact-number.ts'
import { knowsKey, refusedInput } from '../handlers/read-input.ts'
import { type Refused, refused } from '../refused.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the route takes as its body, so that a key may be named that stands there twice. */
    body?: z.ZodMiniType
    /** Where a request with a key has a body of JSON, it is read as that whatever its Content-Type says. */
    bodyByKey?: 'any type'
    /** The body is a form, and nothing else is taken. */
    formBody?: true
  }
}

/**
 * Reads JSON bodies strictly. Refused with 400 are bytes that are not UTF-8, a key that stands twice in one object,
 * and a number that a double would round: the usual parser would silently take something else than was sent. The body of a
 * call that the vendor documents, made with a key, is read whatever its Content-Type says, and none as `{}`: the
 * vendor's own examples send none, and `curl -d` says that it is a form.
 */
export function registerJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  const read = (request: FastifyRequest, bytes: Buffer, done: Done) => {
    if (request.routeOptions.config.formBody) return done(notAForm())
    if (bytes.length === 0 && takesAnyType(request)) return done(null, {})
    if (!isUtf8(bytes)) return done(refused('InvalidArgument', 'The body is not valid UTF-8.'))
    const text = bytes.toString('utf8')
    // The parser that is given does its work at once and by its callback alone.
    void parse(request, text, (error, value: unknown) => {
      if (error) return done(error)
      if (value === null) return done(refusedInput([{ field: 'body', description: 'must not be null' }]))
      const doubled = doubledKey(text, value)
      if (doubled) return done(refusal(doubled, request.routeOptions.config.body))
      const place = inexactNumber(text)
      done(place === undefined ? null : refusedInput([roundedAt(place)]), value)
    })
  }
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, read)
  app.addContentTypeParser<Buffer>(formType, { parseAs: 'buffer' }, (request, bytes, done) => {
    if (request.routeOptions.config.formBody) return readForm(bytes, done)
    if (takesAnyType(request)) return read(request, bytes, done)
    done(refused('UnsupportedMediaType', 'The body must be application/json.'))
  })
  // Fastify would take it for a text.
  app.removeContentTypeParser('text/plain')
  app.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, (request, bytes, done) => {
    if (takesAnyType(request)) return read(request, bytes, done)
    const { formBody } = request.routeOptions.config
    done(formBody ? notAForm() : refused('UnsupportedMediaType', 'The body must be application/json.'))
  })
}

const formType = 'application/x-www-form-urlencoded'

function notAForm(): Refused {
  return refused('UnsupportedMediaType', `The body must be ${formType}.`)
}

/** The fields of a form; one that stands there twice is refused, for nobody could say which is meant. */
function readForm(bytes: Buffer, done: Done): void {
  if (!isUtf8(bytes)) return done(refused('InvalidArgument', 'The body is not valid UTF-8.'))
  const fields = [...new URLSearchParams(bytes.toString('utf8'))]
  if (new Set(fields.map(([name]) => name)).size < fields.length)
    return done(refusedInput([{ field: 'body', description: 'holds a field twice' }]))
  done(null, Object.fromEntries(fields))
}

type Done = (error: Error | null, body?: unknown) => void

/** A page sends application/json always, which keeps forms of other sites out (`refuseForgery`). */
function takesAnyType({ actor, routeOptions }: FastifyRequest): boolean {
  return actor?.via === 'key' && routeOptions.config.bodyByKey === 'any type'
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
