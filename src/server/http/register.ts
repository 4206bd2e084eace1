import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import type * as z from 'zod/mini'
import type { FieldViolation } from '#contract/errors.ts'
import { type Route, type RouteName, routes } from '#contract/routes.ts'
import type { Call, Handlers } from '../handlers/handlers.ts'
import { Refused } from '../refused.ts'
import { sendProblem } from './errors.ts'

type Part = 'params' | 'query' | 'body'
const allMethods: readonly HTTPMethods[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** What the registration needs besides the handlers: the call's surroundings, its record, whether replies are checked. */
export type Registration = {
  readonly callOf: (request: FastifyRequest, reply: FastifyReply) => Call
  /** Called before the answer; a throw refuses it. */
  readonly record: (name: RouteName, request: FastifyRequest) => Promise<void>
  /** In tests: a reply that does not fit the contract is a failure of the server. */
  readonly checkReplies: boolean
}

/** Registers every route of the contract, and 405 with `Allow` for every other method of its path. */
export function registerRoutes(app: FastifyInstance, handlers: Handlers, registration: Registration): void {
  for (const name of Object.keys(routes) as RouteName[]) registerRoute(app, name, handlers, registration)
  const all = Object.values<Route>(routes)
  for (const path of new Set(all.map((route) => route.path)))
    refuseOtherMethods(
      app,
      path,
      all.filter((route) => route.path === path),
    )
}

function registerRoute<N extends RouteName>(
  app: FastifyInstance,
  name: N,
  handlers: Handlers,
  registration: Registration,
) {
  const route: Route = routes[name]
  app.route({
    method: route.method,
    url: fastifyPath(route.path),
    config: { permission: route.permission },
    handler: async (request, reply) => {
      const input = {
        params: read(route, 'params', request.params),
        query: read(route, 'query', request.query),
        body: read(route, 'body', request.body),
      }
      await registration.record(name, request)
      const answer = await handlers[name](input as never, registration.callOf(request, reply))
      const body = registration.checkReplies ? route.reply.parse(answer) : answer
      return reply.header('cache-control', 'no-store').send(body)
    },
  })
}

/** The contract's `{name}` and `:verb` in the router's spelling. */
function fastifyPath(path: string): string {
  return path.replaceAll(':', '::').replace(/\{(\w+)\}/g, ':$1')
}

function refuseOtherMethods(app: FastifyInstance, path: string, there: readonly Route[]): void {
  const methods = there.flatMap((route) => (route.method === 'GET' ? ['GET', 'HEAD'] : [route.method]))
  app.route({
    method: allMethods.filter((method) => !methods.includes(String(method))),
    url: fastifyPath(path),
    config: { permission: 'public' },
    handler: (request, reply) =>
      sendProblem(request, reply.header('allow', methods.join(', ')), {
        code: 'Unimplemented',
        message: `This path takes ${methods.join(' and ')}.`,
      }),
  })
}

function read(route: Route, part: Part, given: unknown): unknown {
  const schema = route[part]
  if (!schema) {
    // A call that takes no parameters refuses them like any other it does not know.
    if (part === 'query' && Object.keys(given ?? {}).length > 0)
      throw violation([{ field: 'query', description: 'this call takes no query parameters' }])
    return undefined
  }
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  throw violation(parsed.error.issues.map((issue) => describe(issue, part, schema)))
}

function violation(violations: readonly FieldViolation[]): Refused {
  const [first] = violations
  const message = first ? `${first.field}: ${first.description}` : 'Invalid Arguments'
  return new Refused({ code: 'InvalidArgument', message, violations })
}

/** One issue in words that name our own parameter and never the request's text. */
function describe(issue: z.core.$ZodIssue, part: Part, schema: z.ZodMiniType): FieldViolation {
  if (issue.code === 'unrecognized_keys') return { field: part, description: `takes only ${keysOf(schema)}` }
  const field = issue.path.map(String).join('.') || part
  if (issue.code === 'invalid_type' && part === 'query') return { field, description: 'must be given once' }
  return { field, description: issue.message }
}

function keysOf(schema: z.ZodMiniType): string {
  const { def } = schema._zod as { def: { shape?: Readonly<Record<string, unknown>> } }
  const keys = Object.keys(def.shape ?? {})
  return keys.length > 0 ? keys.join(', ') : 'an empty object'
}
