import { randomBytes } from 'node:crypto'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import rateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyInstance, LogController } from 'fastify'
import * as z from 'zod/mini'
import { routes } from '#contract/routes.ts'
import type { AccessLog } from './auth/access-log.ts'
import type { SetUp } from './auth/set-up.ts'
import type { SignInTools } from './auth/local/prove.ts'
import type { Backend } from './backend.ts'
import type { Accounts } from './local-accounts.ts'
import { directoryHandlers } from './handlers/directory.ts'
import { keyHandlers } from './handlers/keys.ts'
import { actionEventHandlers } from './handlers/action-events.ts'
import { eventNewsHandlers } from './handlers/event-news.ts'
import { eventSummaryHandlers } from './handlers/event-summary.ts'
import { eventHandlers } from './handlers/events.ts'
import { exportHandlers } from './handlers/exports.ts'
import { failureHandlers } from './handlers/failures.ts'
import { ownExportHandlers } from './handlers/own-exports.ts'
import { packHandlers } from './handlers/packs.ts'
import { reviewExportHandlers } from './handlers/reviews/exports.ts'
import { reviewHandlers } from './handlers/reviews/reviews.ts'
import { providerHandlers } from './handlers/provider-sign-in.ts'
import { sessionHandlers } from './handlers/session.ts'
import { signInWaysHandler } from './handlers/sign-in/ways.ts'
import { localAccountHandlers } from './handlers/sign-in/local-accounts.ts'
import { setUpHandlers } from './handlers/sign-in/set-up.ts'
import { createSessionView } from './handlers/sign-in/session-view.ts'
import { registerApiPages } from './http/api-pages.ts'
import { callOf } from './http/call.ts'
import { createEventStreams } from './http/event-streams.ts'
import { registerHeaders, securityHeaders } from './http/headers.ts'
import { errorBody, problemOf, registerErrors, sendProblem } from './http/errors.ts'
import { registerFiles } from './http/files.ts'
import { type RateLimit, registerGuard } from './auth/guard.ts'
import { registerHosts } from './http/hosts.ts'
import { registerJsonBodies } from './http/json-bodies.ts'
import { loggerOptions } from './http/logging.ts'
import { registerOperations } from './http/operations.ts'
import { createOutboxIdentities, type OutboxSecrets } from './auth/outbox-identity.ts'
import { createPageTokens } from './handlers/page-tokens.ts'
import { closeWithoutWaiting } from './http/closing.ts'
import { registerRoutes } from './http/register.ts'
import { localEntrance } from './auth/local-entrance.ts'
import { registerUntilSetUp } from './http/until-set-up.ts'
import { routedTarget } from './http/targets.ts'
import { createTurns, type TurnLimits } from './http/turns.ts'
import type { ProviderSignIn } from './auth/oidc/provider-sign-in.ts'
import type { People } from './auth/people.ts'

export type AppOptions = {
  readonly backend: Backend
  readonly people: People
  readonly accounts: Accounts
  /** Signing in by the identity provider; undefined where none is configured. */
  readonly providerSignIn: ProviderSignIn | undefined
  readonly setUp: SetUp
  /** What signing in to accounts of this server needs. */
  readonly signIn: SignInTools
  readonly accessLog: AccessLog
  readonly clock: () => Date
  /** Seals page tokens: 32 bytes, the same for every process of one database. */
  readonly pageTokenKey: Buffer
  /** What hashes and keys of people's outboxes are derived from; the same for every process of one database. */
  readonly outboxSecrets: OutboxSecrets
  /** The folder of the built page; without it only the API answers. */
  readonly webRoot: string | undefined
  /** The origin that people use, where it is not the loopback address that the server listens on. */
  readonly publicUrl: string | undefined
  /** Addresses and ranges of the proxies whose `X-Forwarded-For` says who a request comes from. */
  readonly trustedProxies: readonly string[]
  readonly rate: RateLimit
  readonly turns: TurnLimits
  readonly logLevel: string
  /** Where log lines go; standard output unless said. */
  readonly logTo?: { write(line: string): void }
  readonly checkReplies: boolean
}

/** Builds the whole HTTP server and returns it; it does not listen. Throws when a route declares no permission. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  z.config(z.locales.en())
  const app = bareApp(options)
  const isLocal = localEntrance(app, options.publicUrl)
  const secure = options.publicUrl?.startsWith('https:') ?? false
  const cookieName = secure ? '__Host-Http-countersign' : 'countersign'
  registerErrors(app)
  registerJsonBodies(app)
  closeWithoutWaiting(app)
  registerHosts(app, options.publicUrl)
  registerHeaders(app, secure)
  await app.register(cookie)
  await app.register(rateLimit, { global: false })
  await app.register(compress, {
    global: true,
    threshold: 1024,
    encodings: ['gzip', 'identity'],
    requestEncodings: ['gzip', 'deflate', 'br', 'identity'],
  })
  const { rate, backend, people, signIn, providerSignIn: provider } = options
  const outbox = createOutboxIdentities(options.outboxSecrets)
  const { actorHash } = outbox
  const askAgain = registerGuard(app, { people: options.people, cookieName, rate, actorHash, isLocal })
  if (secure) registerUntilSetUp(app, { hasAdmin: () => people.hasAdmin(), provider: provider !== undefined })
  registerOperations(app, options.backend)
  registerApiPages(app)
  const inTurn = createTurns(options.turns)
  const callOptions = {
    isLocal,
    cookie: { name: cookieName, secure },
    providerCookie: secure ? '__Host-countersign-oidc' : 'countersign-oidc',
    clock: options.clock,
    publicUrl: options.publicUrl,
  }
  const view = createSessionView({ backend, outbox, accounts: signIn.accounts, provider })
  const tokens = createPageTokens(options.pageTokenKey)
  const handlers = {
    ...actionEventHandlers(options.backend, tokens),
    ...eventHandlers(options.backend, tokens),
    ...eventNewsHandlers(options.backend),
    ...eventSummaryHandlers(options.backend),
    ...failureHandlers(options.backend, tokens),
    ...exportHandlers(options.backend),
    ...sessionHandlers(options.people, view, provider),
    ...localAccountHandlers(signIn, view),
    ...signInWaysHandler(options.people, provider, signIn.sessions),
    ...setUpHandlers(options.setUp, signIn, view),
    ...providerHandlers(provider),
    ...reviewHandlers(options.backend.reviews),
    ...reviewExportHandlers(options.backend.reviewExports),
    ...ownExportHandlers(options.backend),
    ...packHandlers(options.backend),
    ...keyHandlers(options.accounts.keys, tokens),
    ...directoryHandlers(options.accounts.directory, tokens, options.publicUrl),
  }
  registerRoutes(app, {
    askAgain,
    table: routes,
    handlers,
    sendEvents: createEventStreams(app, options.people, cookieName, inTurn),
    inTurn,
    checkReplies: options.checkReplies,
    record: async (name, request) => {
      if (request.actor) await options.accessLog.record(name, request.actor, request.id)
    },
    callOf: (request, reply) => callOf(callOptions, request, reply),
  })
  await registerFiles(app, options.webRoot)
  return app
}

/** Fastify with our limits: headers that hold every allowed filter, ids of 32 hexadecimal digits, logs without queries. */
function bareApp({ logLevel, logTo, trustedProxies }: AppOptions): FastifyInstance {
  return Fastify({
    bodyLimit: 1024 * 1024,
    requestTimeout: 30_000,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    genReqId: () => randomBytes(16).toString('hex'),
    http: { maxHeaderSize: 128 * 1024 },
    routerOptions: { maxParamLength: 4096 },
    rewriteUrl: ({ url = '/' }) => routedTarget(url),
    logger: { ...loggerOptions(logLevel), ...(logTo && { stream: logTo }) },
    logController: new LogController({ disableRequestLogging: logLevel !== 'debug' }),
    return503OnClosing: true,
    frameworkErrors: (error, request, reply) =>
      void sendProblem(request, reply.headers(securityHeaders), problemOf(error)),
    clientErrorHandler: (error, socket) => {
      if (!socket.writable) return
      const tooLarge = error.code === 'HPE_HEADER_OVERFLOW'
      const late = error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      const code = tooLarge ? 'HeadersTooLarge' : late ? 'RequestTimeout' : 'InvalidArgument'
      socket.end(bareAnswer(code), () => socket.destroy())
    },
  })
}

const bareProblems = {
  HeadersTooLarge: {
    line: '431 Request Header Fields Too Large',
    message: 'The address or a header is too long.',
  },
  RequestTimeout: { line: '408 Request Timeout', message: 'The request did not arrive in time.' },
  InvalidArgument: { line: '400 Bad Request', message: 'This is not valid HTTP.' },
} as const

/** A whole answer as bytes, for requests that never became one. */
function bareAnswer(code: keyof typeof bareProblems): string {
  const { line, message } = bareProblems[code]
  const { type, text } = errorBody('/', { code, message }, randomBytes(16).toString('hex'), new Date())
  const headers = {
    ...securityHeaders,
    'cache-control': 'no-store',
    'content-type': type,
    'content-length': String(Buffer.byteLength(text)),
    connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return `HTTP/1.1 ${line}\r\n${lines.join('\r\n')}\r\n\r\n${text}`
}
