import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import type { Route } from '#contract/route.ts'
import { type RouteName, routes } from '#contract/routes.ts'
import type { Call, Handlers } from '../handlers/handlers.ts'
import { readInput, refusedInput } from '../handlers/read-input.ts'
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

/** The contract's `{name}` and `:verb` in the router's spelling, in which a parameter before a verb needs a pattern. */
export function fastifyPath(path: string): string {
  return path
    .replaceAll(':', '::')
    .replace(/\{(\w+)\}(?=::)/g, ':$1([^:/]+)')
    .replace(/\{(\w+)\}/g, ':$1')
}

/** Answers every method that is not there with 405 and `Allow`. `path` is as the contract writes it. */
export function refuseOtherMethods(
  app: FastifyInstance,
  path: string,
  there: readonly Pick<Route, 'method'>[],
): void {
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
  if (schema) return readInput(schema, part === 'body' ? (given ?? {}) : given, part)
  // A call that takes no parameters refuses them like any other it does not know.
  if (part === 'query' && Object.keys(given ?? {}).length > 0)
    throw refusedInput([{ field: 'query', description: 'this call takes no query parameters' }])
  return undefined
}
