import * as z from 'zod/mini'
import { errorStatus } from '#contract/errors.ts'
import { permissions } from '#contract/permissions.ts'
import { type EmptyReply, type Route, successStatus } from '#contract/route.ts'
import { routes } from '#contract/routes.ts'

type Json = { readonly [key: string]: unknown }

/** The OpenAPI 3.1 document of a table of routes; `/docs` is drawn from it. */
export function openApi(table: Readonly<Record<string, Route>> = routes) {
  const paths: Record<string, Record<string, Operation>> = {}
  for (const [name, route] of Object.entries(table)) {
    const path = (paths[route.path] ??= {})
    path[route.method.toLowerCase()] = operation(name, route)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Countersign',
      version: '1',
      description:
        'Paths under /api are those that the vendor documents; paths under /app/v1 are our own. ' +
        'Machines send `Authorization: Bearer <key>`; the page sends its session cookie.',
    },
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths,
  }
}

/** One call in the document, as far as `/docs` reads it. */
export type Operation = {
  readonly operationId: string
  readonly summary: string
  readonly description: string
  readonly security: readonly Json[]
  readonly parameters: readonly {
    name: string
    in: string
    required: boolean
    description: string
    schema: Json
  }[]
  readonly requestBody?: Json
  readonly responses: Readonly<Record<string, Response>>
}

type Response = {
  readonly description: string
  /** Absent where there is no body. */
  readonly content?: Readonly<Record<string, Json>>
  readonly headers?: Json
}

function operation(operationId: string, route: Route): Operation {
  return {
    operationId,
    summary: route.summary,
    description: `${whoMay(route)} ${route.documented ? 'Documented by the vendor.' : 'Our own; the vendor does not have it.'}`,
    security: route.permission === 'public' ? [] : [{ key: [] }],
    parameters: [
      ...parametersOf(route.params, 'path'),
      ...parametersOf(route.query, 'query'),
      ...(route.method === 'GET' ? [] : [actorHeader]),
    ],
    ...(route.body ? { requestBody: { required: true, content: contentOf(route, route.body) } } : {}),
    responses: {
      [successStatus(route)]: successOf(route),
      default: {
        description: `A refusal. Its code is one of ${Object.keys(errorStatus).join(', ')}.`,
        content: route.path.startsWith('/api/')
          ? json(vendorError)
          : { 'application/problem+json': { schema: { type: 'object' } } },
      },
    },
  }
}

function contentOf({ form }: Route, body: z.ZodMiniType) {
  const schema = schemaOf(body, 'input')
  return form ? { 'application/x-www-form-urlencoded': { schema } } : json(schema)
}

function successOf({ reply }: Route): Response {
  if (!('kind' in reply)) return { description: 'The answer', content: json(schemaOf(reply, 'output')) }
  switch (reply.kind) {
    case 'file':
      return {
        description: 'A file',
        content: Object.fromEntries(reply.types.map((type) => [type, {}])),
        headers: textHeader('Content-Disposition', 'attachment, with the name of the file'),
      }
    case 'events':
      return {
        description: `Events named \`${reply.event}\`, sent as they happen until the stream is closed`,
        content: {
          'text/event-stream': { schema: eventsSchema(reply.event, schemaOf(reply.data, 'output')) },
        },
      }
    case 'redirect':
      return { description: 'The address to go to', headers: textHeader('Location', 'the address') }
    default:
      reply satisfies EmptyReply
      return { description: 'Done' }
  }
}

const textHeader = (name: string, description: string): Json => ({
  [name]: { description, required: true, schema: { type: 'string' } },
})

/** A stream is described as the array of its events (as OpenAPI 3.2 reads it); the data of each is JSON in a text. */
const eventsSchema = (event: string, data: Json): Json => ({
  type: 'array',
  items: {
    type: 'object',
    required: ['event', 'data'],
    properties: {
      event: { const: event },
      data: { type: 'string', contentMediaType: 'application/json', contentSchema: data },
    },
  },
})

/** Every change may say whose it is (`refuseOtherAccount`). */
const actorHeader = {
  name: 'X-Actor',
  in: 'header',
  required: false,
  description:
    'From the page: `outbox.actor` of the session that the change was made in. 403 when the request comes in ' +
    "another person's session, or with a key; nothing is done then.",
  schema: { type: 'string' },
}

function whoMay({ permission }: Route): string {
  const rule = permissions[permission]
  if (rule.roles === 'anyone') return 'Open to everybody.'
  const scopes = 'scopes' in rule ? rule.scopes.map((scope) => `\`${scope}\``).join(' or ') : undefined
  const owners = 'keyOwners' in rule ? `, of ${rule.keyOwners.join(', ')}` : ''
  const keys = scopes === undefined ? 'no keys' : `keys with the scope ${scopes}${owners}`
  const people = rule.roles === 'signed-in' ? 'everybody signed in' : rule.roles.join(', ')
  return `For ${people || 'no people'}; ${keys}.`
}

const vendorError: Json = {
  type: 'object',
  required: ['code', 'message', 'request_id', 'timestamp', 'details'],
  properties: {
    code: { type: 'string' },
    message: { type: 'string' },
    request_id: { type: 'string' },
    timestamp: { type: 'string', format: 'date-time' },
    details: { type: 'array', items: { type: 'object' } },
  },
}

const json = (schema: Json) => ({ 'application/json': { schema } })

function schemaOf(schema: z.ZodMiniType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}

function parametersOf(schema: z.ZodMiniType | undefined, place: 'path' | 'query') {
  const { properties = {}, required = [] } = schema ? schemaOf(schema, 'input') : {}
  const needed = required as readonly string[]
  return Object.entries(properties as Readonly<Record<string, Json>>).map(
    ([name, { description, ...rest }]) => ({
      name,
      in: place,
      required: needed.includes(name),
      description: typeof description === 'string' ? description : '',
      schema: rest,
    }),
  )
}
