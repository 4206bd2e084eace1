import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type ErrorCode, errorStatus, type Problem } from '#contract/errors.ts'
import { Refused } from '../refused.ts'

/** How the vendor names each kind of refusal in `UserFacingErrorInfo.reason` (veza-api 0.7). */
const reasons: Partial<Record<ErrorCode, string>> = { InvalidArgument: 'INVALID_ARGUMENTS' }

const google = 'type.googleapis.com/google.rpc.BadRequest'
const facing = 'type.googleapis.com/errorstatus.v1.UserFacingErrorInfo'

/** Whether a path answers in the vendor's form; our own paths answer in problem+json (RFC 9457). */
function isVendorPath(url: string): boolean {
  return !url.startsWith('/app/')
}

/**
 * The media type and the text of an error's body: the vendor's form on the vendor's paths, problem+json on ours. `id`
 * is the request's, 32 hexadecimal digits; `at` is the time of the refusal.
 */
export function errorBody(
  url: string,
  problem: Problem,
  id: string,
  at: Date,
): { type: string; text: string } {
  const body = isVendorPath(url) ? vendorBody(problem, id, at) : problemBody(problem, id)
  const type = isVendorPath(url)
    ? 'application/json; charset=utf-8'
    : 'application/problem+json; charset=utf-8'
  return { type, text: JSON.stringify(body) }
}

function vendorBody(problem: Problem, id: string, at: Date) {
  const { code, message, resolution = '', reason, violations = [], span, current } = problem
  const info = {
    '@type': facing,
    reason: reason ?? reasons[code] ?? code.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase(),
    metadata: span ? { start: String(span.start), end: String(span.end), code: span.code } : {},
    message,
    resolution,
  }
  const details = [
    ...(violations.length > 0 ? [{ '@type': google, field_violations: violations }] : []),
    info,
    ...(current === undefined ? [] : [{ '@type': 'urn:countersign:current', current }]),
  ]
  return { code, message, request_id: id, timestamp: at.toISOString(), details }
}

function problemBody({ code, message, resolution, reason, violations, span }: Problem, id: string) {
  return {
    type: `urn:countersign:problem:${code}`,
    title: code.replace(/(?<=[a-z])(?=[A-Z])/g, ' '),
    status: errorStatus[code],
    detail: message,
    request_id: id,
    ...(resolution === undefined ? {} : { resolution }),
    ...(reason === undefined ? {} : { reason }),
    ...(violations ? { errors: violations } : {}),
    ...(span ? { span } : {}),
  }
}

/** Answers a request with a problem. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  const { type, text } = errorBody(request.url, problem, request.id, new Date())
  const wait = problem.retry_after ?? (problem.code === 'Unavailable' ? 1 : undefined)
  if (wait !== undefined) reply.header('retry-after', String(wait))
  return reply.code(errorStatus[problem.code]).header('cache-control', 'no-store').type(type).send(text)
}

/**
 * Answers everything that is thrown in the form of the request's path. Nothing of the request is repeated in the
 * answer.
 */
export function registerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = problemOf(error)
    if (problem.code === 'Internal') request.log.error({ err: error }, 'a request failed')
    return sendProblem(request, reply, problem)
  })
}

/** What Fastify's own refusals mean, by their codes. */
const ofFastify: Readonly<Record<string, Problem>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { code: 'PayloadTooLarge', message: 'The body is larger than 1 MiB.' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: 'UnsupportedMediaType',
    message: 'The body must be application/json.',
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: { code: 'InvalidArgument', message: 'The body must be a JSON object.' },
  FST_ERR_CTP_INVALID_JSON_BODY: { code: 'InvalidArgument', message: 'The body is not valid JSON.' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    code: 'InvalidArgument',
    message: 'The body does not have the length it announced.',
  },
  FST_CP_ERR_INVALID_CONTENT_ENCODING: {
    code: 'UnsupportedMediaType',
    message: 'The body may be compressed by one of gzip, deflate and br.',
  },
  FST_CP_ERR_INVALID_CONTENT: {
    code: 'InvalidArgument',
    message: 'The body is not compressed as its Content-Encoding says.',
  },
  FST_ERR_BAD_URL: { code: 'InvalidArgument', message: 'The path is not valid percent-encoded UTF-8.' },
  FST_ERR_MAX_PARAM_LENGTH: { code: 'UriTooLong', message: 'A segment of the path is too long.' },
}

/** PostgreSQL's codes for what the caller can mend or wait for. */
const ofDatabase: Readonly<Record<string, Problem>> = {
  '57014': {
    code: 'InvalidArgument',
    message: 'This list took longer than 5 seconds and was stopped.',
    resolution: 'Narrow the filter: add a time range, or a longer piece of text.',
  },
}

/**
 * The problem to answer with for anything that was thrown: its own, that of Fastify's or PostgreSQL's code, else
 * Internal.
 */
export function problemOf(error: Error & { code?: unknown; statusCode?: unknown }): Problem {
  if (error instanceof Refused) return error.problem
  const code = typeof error.code === 'string' ? error.code : ''
  const known = ofFastify[code] ?? ofDatabase[code]
  if (known) return known
  if (isDatabaseGone(error, code))
    return { code: 'Unavailable', message: 'The database is not there right now. Try again in a moment.' }
  const refused = codeOfStatus(error.statusCode)
  if (refused) return { code: refused, message: 'The request could not be read.' }
  return { code: 'Internal', message: 'The server failed. The request id finds the reason in its log.' }
}

/** What a library means that refuses a request with a status of its own; undefined where it does not blame the request. */
function codeOfStatus(status: unknown): ErrorCode | undefined {
  if (typeof status !== 'number' || status < 400 || status > 499) return undefined
  const codes = Object.keys(errorStatus) as ErrorCode[]
  return codes.find((code) => errorStatus[code] === status) ?? 'InvalidArgument'
}

/** Class 08 and 57P0x are lost connections; the rest are the socket's own codes and the pool's words for the same. */
function isDatabaseGone(error: Error, code: string): boolean {
  return (
    /^(08...|57P0[1-3]|53300|ECONN\w+|ENOENT|EPIPE)$/.test(code) ||
    /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(
      error.message,
    )
  )
}
