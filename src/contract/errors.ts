import * as z from 'zod/mini'

/** The HTTP status of each error code; the codes are gRPC's names (veza-api 0.7). */
export const errorStatus = {
  InvalidArgument: 400,
  FailedPrecondition: 400,
  Unauthenticated: 401,
  PermissionDenied: 403,
  OtherAccount: 403,
  /** What is done takes a fresh proof of who does it; `confirmIdentity` gives one. */
  FreshProofRequired: 403,
  NotFound: 404,
  Unimplemented: 405,
  RequestTimeout: 408,
  Aborted: 409,
  PreconditionFailed: 412,
  PayloadTooLarge: 413,
  RangeNotSatisfiable: 416,
  UriTooLong: 414,
  UnsupportedMediaType: 415,
  KeyReused: 422,
  MisdirectedRequest: 421,
  ResourceExhausted: 429,
  HeadersTooLarge: 431,
  Internal: 500,
  Unavailable: 503,
} as const
export type ErrorCode = keyof typeof errorStatus

/** One thing that is wrong with a request: the parameter or key, and why it is refused. */
export type FieldViolation = { readonly field: string; readonly description: string }
/** The part of a filter that is wrong: from `start` to before `end`, in UTF-16 units, and the parser's code. */
export type ErrorSpan = { readonly start: number; readonly end: number; readonly code: string }

/** An error before it is written in the form of its path. It repeats nothing that the request said. */
export type Problem = {
  readonly code: ErrorCode
  readonly message: string
  readonly resolution?: string
  /** A name for programs, more precise than the code. */
  readonly reason?: string
  readonly violations?: readonly FieldViolation[]
  readonly span?: ErrorSpan
  /** The object as it is now, where the caller's version is out of date (412). */
  readonly current?: unknown
  /** After how many seconds it is worth trying again (`Retry-After`). */
  readonly retry_after?: number
}

/** An error body of the vendor's paths, read openly: the number or the name of a code, details of any kind. */
const VendorError = z.looseObject({
  code: z.union([z.string(), z.number()]),
  message: z.string(),
  request_id: z.optional(z.string()),
  details: z._default(z.array(z.looseObject({})), []),
})

/** An error body of our own paths (RFC 9457). */
const ProblemJson = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.optional(z.string()),
  resolution: z._default(z.string(), ''),
  reason: z.optional(z.string()),
  request_id: z.optional(z.string()),
  errors: z._default(z.array(z.looseObject({ field: z.string(), description: z.string() })), []),
  span: z.optional(z.looseObject({ start: z.number(), end: z.number(), code: z.string() })),
})

const Violations = z.looseObject({
  field_violations: z.array(z.looseObject({ field: z.string(), description: z.string() })),
})
const UserFacing = z.looseObject({
  reason: z.optional(z.string()),
  message: z._default(z.string(), ''),
  resolution: z._default(z.string(), ''),
  metadata: z._default(z.looseObject({}), {}),
})
const SpanMetadata = z.looseObject({ start: z.coerce.number(), end: z.coerce.number(), code: z.string() })

/**
 * A failed call as plain data for screens. `status` and `code` say what failed, `message` and `resolution` are
 * sentences, `violations` and `span` say where.
 */
export type Failure = {
  /** 0 when no answer came at all. */
  readonly status: number
  readonly code: string
  /** What the server calls it more precisely, such as `FRESH_PROOF_REQUIRED`; absent where it says no more than `code`. */
  readonly reason?: string
  readonly message: string
  readonly resolution: string
  readonly violations: readonly FieldViolation[]
  readonly span: ErrorSpan | undefined
  readonly request_id: string
  /** The object as it is now, where the version that the change was sent with is out of date (412). */
  readonly current?: unknown
}

/**
 * Reads the body of a failed answer: in the vendor's form, as problem+json, or as neither, such as a proxy's page.
 * Never throws.
 */
export function readFailure(status: number, body: unknown): Failure {
  const problem = ProblemJson.safeParse(body)
  if (problem.success) return fromProblemJson(status, problem.data)
  const vendor = VendorError.safeParse(body)
  if (vendor.success) return fromVendor(status, vendor.data)
  return { ...noFailure(status), message: `The server answered ${status} without saying why.` }
}

/** A failure that has a status and nothing else; the base for one without a body. */
export function noFailure(status: number): Failure {
  return { status, code: '', message: '', resolution: '', violations: [], span: undefined, request_id: '' }
}

function fromProblemJson(status: number, body: z.output<typeof ProblemJson>): Failure {
  return {
    status,
    code: body.type.replace(/^.*[:/#]/, ''),
    message: body.detail ?? body.title,
    resolution: body.resolution,
    violations: body.errors.map(({ field, description }) => ({ field, description })),
    span: body.span && { start: body.span.start, end: body.span.end, code: body.span.code },
    request_id: body.request_id ?? '',
    ...(body.reason === undefined ? {} : { reason: body.reason }),
  }
}

function fromVendor(status: number, body: z.output<typeof VendorError>): Failure {
  const collected = { violations: [] as FieldViolation[], message: '', resolution: '' }
  let reason: string | undefined
  let span: ErrorSpan | undefined
  let current: unknown
  for (const detail of body.details) {
    if ('current' in detail) ({ current } = detail)
    const violations = Violations.safeParse(detail)
    if (violations.success) collected.violations.push(...violations.data.field_violations)
    const facing = UserFacing.safeParse(detail)
    if (!facing.success) continue
    reason ??= facing.data.reason
    collected.message ||= facing.data.message
    collected.resolution ||= facing.data.resolution
    const at = SpanMetadata.safeParse(facing.data.metadata)
    if (at.success) span = { start: at.data.start, end: at.data.end, code: at.data.code }
  }
  return {
    status,
    code: String(body.code),
    message: collected.message || body.message,
    resolution: collected.resolution,
    violations: collected.violations.map(({ field, description }) => ({ field, description })),
    span,
    request_id: body.request_id ?? '',
    ...(reason === undefined ? {} : { reason }),
    ...(current === undefined ? {} : { current }),
  }
}
