import type * as z from 'zod/mini'
import type { FieldViolation } from '#contract/errors.ts'
import { Refused } from '../refused.ts'

/**
 * Reads a part of a request (`params`, `query`, `body`, or a value inside one) by its schema. Throws `Refused`
 * InvalidArgument that names each field that is wrong, and which keys are known where one is not. It never repeats
 * the request's own text.
 */
export function readInput<S extends z.ZodMiniType>(schema: S, input: unknown, part: string): z.output<S> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  throw refusedInput(parsed.error.issues.map((issue) => describe(issue, part, schema)))
}

/** The `Refused` InvalidArgument for these problems with the fields of a request. */
export function refusedInput(violations: readonly FieldViolation[]): Refused {
  const [first] = violations
  const message = first ? `${first.field}: ${first.description}` : 'Invalid Arguments'
  return new Refused({ code: 'InvalidArgument', message, violations })
}

/** One issue in words that name our own parameter and never the request's text. */
function describe(issue: z.core.$ZodIssue, part: string, schema: z.ZodMiniType): FieldViolation {
  const field = issue.path.map(String).join('.') || part
  if (issue.code === 'unrecognized_keys')
    return { field, description: `takes only ${keysAt(schema, issue.path)}` }
  if (issue.code === 'invalid_type' && part === 'query') return { field, description: 'must be given once' }
  return { field, description: issue.message }
}

type Def = {
  readonly shape?: Readonly<Record<string, z.ZodMiniType>>
  readonly innerType?: z.ZodMiniType
  readonly element?: z.ZodMiniType
  readonly in?: z.ZodMiniType
  readonly options?: readonly z.ZodMiniType[]
}

const defOf = (schema: z.ZodMiniType): Def => schema._zod.def as Def

/** The keys of the object that stands at a path of a schema. */
function keysAt(schema: z.ZodMiniType, path: readonly PropertyKey[]): string {
  const [step, ...rest] = path
  const { shape, innerType, element, in: input } = defOf(schema)
  const wrapped = innerType ?? input
  if (wrapped) return keysAt(wrapped, path)
  if (step !== undefined) {
    const next = shape?.[String(step)] ?? element
    return next ? keysAt(next, rest) : 'keys that the documentation names'
  }
  const keys = Object.keys(shape ?? {})
  return keys.length > 0 ? keys.join(', ') : 'an empty object'
}

/** Whether a schema has a key at this path. */
export function knowsKey(schema: z.ZodMiniType, path: readonly PropertyKey[]): boolean {
  const [step, ...rest] = path
  if (step === undefined) return true
  const { shape, innerType, element, in: input, options } = defOf(schema)
  const wrapped = innerType ?? input
  if (wrapped) return knowsKey(wrapped, path)
  if (options) return options.some((option) => knowsKey(option, path))
  if (typeof step === 'number') return element !== undefined && knowsKey(element, rest)
  const next = shape && Object.hasOwn(shape, step) ? shape[String(step)] : undefined
  return next !== undefined && knowsKey(next, rest)
}
