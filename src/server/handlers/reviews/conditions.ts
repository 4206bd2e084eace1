import { createHash } from 'node:crypto'
import { invalid } from '../../refused.ts'
import type { ChangeConditions, SeenVersion } from '../../reviews/reviews.ts'
import type { Call } from '../handlers.ts'

type ConditionHeaders = Pick<Call, 'ifMatch' | 'idempotencyKey'>

const entityTag = /^(?:W\/)?"(\d{1,9})"$/
const keyShape = /^[\x20-\x7e]{8,200}$/

/**
 * The preconditions of a change, from its headers `If-Match` and `Idempotency-Key`. `content` is everything else that
 * the request says, for the fingerprint that tells a repeat from another request. Throws `Refused` InvalidArgument
 * that names a header which cannot be read, or is missing while `required`.
 */
export function conditionsOf(call: ConditionHeaders, required: boolean, content: unknown): ChangeConditions {
  const { ifMatch, idempotencyKey: key } = call
  if (required && ifMatch === undefined)
    throw invalid('If-Match', 'must say which version of the row was seen')
  if (required && key === undefined)
    throw invalid('Idempotency-Key', 'must be given, so that a repeat is known as one')
  if (key !== undefined && !keyShape.test(key))
    throw invalid('Idempotency-Key', 'must have 8 to 200 printable ASCII characters')
  return { version: versionOf(ifMatch), key, fingerprint: fingerprintOf([ifMatch ?? null, content]) }
}

/**
 * The version of a certification in `If-Match`; undefined where there is none. Throws `Refused` InvalidArgument for
 * one that cannot be read.
 */
export function seenBy({ ifMatch }: Pick<Call, 'ifMatch'>): SeenVersion {
  return { version: versionOf(ifMatch) }
}

/** `*` asks for any version. A weak tag counts: what stands between may have weakened ours. */
function versionOf(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined || ifMatch === '*') return undefined
  const digits = entityTag.exec(ifMatch)?.[1]
  if (digits === undefined)
    throw invalid('If-Match', 'must be one version in quotes, as an ETag has it, or *')
  return Number(digits)
}

/** SHA-256 of a value as JSON in which the keys of every object are sorted. */
export function fingerprintOf(value: unknown): Buffer {
  return createHash('sha256').update(canonical(value)).digest()
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
