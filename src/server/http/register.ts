import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods, RouteOptions } from 'fastify'
import type { Route } from '#contract/route.ts'
import type { AskAgain } from '../auth/guard.ts'
import type { Call, Handlers } from '../handlers/handlers.ts'
import { readInput, refusedInput } from '../handlers/read-input.ts'
import { problemOf, sendProblem } from './errors.ts'
import { hasUtf8Query } from './query-bytes.ts'
import { type SendOptions, sendReply } from './send-reply.ts'
import type { InTurn } from './turns.ts'

type Part = 'params' | 'query' | 'body'
type Table = Readonly<Record<string, Route>>
const allMethods: readonly HTTPMethods[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** What `registerRoutes` needs: the table, its handlers, and what surrounds each call. */
export type Registration<T extends Table> = SendOptions & {
  readonly table: T
  readonly handlers: Handlers<T>
  readonly callOf: (request: FastifyRequest, reply: FastifyReply) => Call
  /** Asks once more whether the caller may do this (`guard.ts`), just before it is done. */
  readonly askAgain: AskAgain
  /** Writes the access log. Called before the handler; a throw refuses the request. */
  readonly record: (name: keyof T, request: FastifyRequest) => Promise<void>
  /** Limits how many requests of one caller use the database at the same time. */
  readonly inTurn: InTurn
}

/**
 * Registers every route of the table, and answers 405 with `Allow` for the other methods of its paths. Afterwards no
 * other path under /api or /app can be registered: that throws.
 */
export function registerRoutes<T extends Table>(app: FastifyInstance, registration: Registration<T>): void {
  const { table } = registration
  const routes = Object.values<Route>(table)
  const paths = new Set(routes.map((route) => route.path))
  refuseOtherPaths(app, new Set([...paths].map(fastifyPath)))
  for (const [name, route] of Object.entries<Route>(table)) registerRoute(app, name, route, registration)
  for (const path of paths) {
    const there = routes.filter((route) => route.path === path)
    refuseOtherMethods(app, path, there)
  }
}

function registerRoute<T extends Table>(
  app: FastifyInstance,
  name: keyof T,
  route: Route,
  registration: Registration<T>,
) {
  app.route({
    method: route.method,
    url: fastifyPath(route.path),
    config: {
      permission: route.permission,
      ...('kind' in route.reply && route.reply.kind === 'events' ? { byItself: true } : {}),
      ...(route.body ? { body: route.body } : {}),
      ...(route.form ? { formBody: true } : {}),
      ...(route.method === 'POST' && route.documented !== false ? { bodyByKey: 'any type' } : {}),
    },
    // What lies ready is sent as it is: it has a length, and parts that do not change.
    ...('kind' in route.reply && route.reply.kind === 'file' && route.reply.ranges
      ? { compress: false }
      : {}),
    ...errorPage(route),
    handler: async (request, reply) => {
      const input = {
        params: read(route, 'params', request.params),
        query: readQuery(route, request),
        body: read(route, 'body', request.body),
      }
      const { askAgain, record, handlers, callOf, inTurn } = registration
      const result = await inTurn(request, reply, async () => {
        await askAgain(request)
        await record(name, request)
        return handlers[name](input as never, callOf(request, reply))
      })
      return sendReply(reply, route, result, registration)
    },
  })
}

/** Leads people to a page that says that it went wrong, where what asks is a browser on its way. */
function errorPage({ reply: expected }: Route): Pick<RouteOptions, 'errorHandler'> {
  const failure = 'kind' in expected && expected.kind === 'redirect' ? expected.failure : undefined
  if (failure === undefined) return {}
  return {
    errorHandler: (error, request, reply) => {
      if (problemOf(error).code === 'Internal') request.log.error({ err: error }, 'a request failed')
      void reply.code(303).header('cache-control', 'no-store').header('location', failure).send()
    },
  }
}

function refuseOtherPaths(app: FastifyInstance, paths: ReadonlySet<string>): void {
  app.addHook('onRoute', ({ url }) => {
    if (/^\/(api|app)\//.test(url) && !paths.has(url))
      throw new Error(`the route ${url} is not in the table of the contract`)
  })
}

/** The contract's `{name}` and `:verb` in the router's spelling, in which a parameter before a verb needs a pattern. */
function fastifyPath(path: string): string {
  return path
    .replaceAll(':', '::')
    .replace(/\{(\w+)\}(?=::)/g, ':$1([^:/]+)')
    .replace(/\{(\w+)\}/g, ':$1')
}

/** Answers every method that is not there with 405 and `Allow`. */
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

function readQuery(route: Route, { raw, query }: FastifyRequest): unknown {
  if (!hasUtf8Query(raw.url ?? ''))
    throw refusedInput([{ field: 'query', description: 'is not valid percent-encoded UTF-8' }])
  return read(route, 'query', query)
}

function read(route: Route, part: Part, input: unknown): unknown {
  const schema = route[part]
  if (schema) return readInput(schema, part === 'body' ? (input ?? {}) : input, part)
  // A call that takes no parameters, or no body, refuses them like any other it does not know.
  if (part === 'query' && Object.keys(input ?? {}).length > 0)
    throw refusedInput([{ field: 'query', description: 'this call takes no query parameters' }])
  if (part === 'body' && input !== undefined)
    throw refusedInput([{ field: 'body', description: 'this call takes no body' }])
  return undefined
}
