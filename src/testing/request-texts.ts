import type * as z from 'zod/mini'

/*
 * What a request can hold, read from its schema: one value that fits, and the places in it at which a text may stand.
 * For tests that try every text of every call.
 */

type Path = readonly (string | number)[]
type Def = {
  readonly type: string
  readonly shape?: Readonly<Record<string, z.ZodMiniType>>
  readonly element?: z.ZodMiniType
  readonly innerType?: z.ZodMiniType
  readonly in?: z.ZodMiniType
  readonly options?: readonly z.ZodMiniType[]
  readonly values?: readonly unknown[]
  readonly entries?: Readonly<Record<string, unknown>>
}

const defOf = (schema: z.ZodMiniType): Def => schema._zod.def

/** Texts that fit where not any text does, by the key under which they stand. */
const fitting: Readonly<Record<string, string>> = {
  certification_id: 'c',
  workflow_id: 'w',
  result_id: '0',
  user_type: 'localCookieUser',
  id: 'ana',
  ids: '0',
  due_date: '2030-01-01T00:00:00Z',
  search: 'ana',
  leaf: 'ui_customization_settings',
  decision: 'ACCEPTED',
  signed_off_state: 'SIGNED_OFF',
  notification_status: 'PENDING',
  completion: 'COMPLETION_ALLOWED_ANYTIME',
  self_reviewer_checking: 'SELF_REVIEWER_CHECKING_ENABLED',
  accept_notes_behavior: 'POP_UP_OPTIONAL',
  reject_notes_behavior: 'POP_UP_OPTIONAL',
  reassign: 'ALLOWED',
  behavior: 'DO_NOTHING',
  approve_and_sign_off_button_behavior: 'HIDE',
  diff_dropdown_behavior: 'NORMAL',
  format: 'CSV',
  page_token: '0',
  page_size: '1',
  offset: '0',
  size: '1',
  role: 'reviewer',
  of: 'everybody',
  shown_to: 'STAFF',
  outcome: 'DONE',
  left_out: 'SIGNED_OFF',
  became: 'FIXED',
  since: '1.1',
  seen: '1.1',
  field: 'workflow_name',
}

/** Arrays of pairs of numbers. */
const inPairs = new Set(['runs', 'except'])

/** Keys that are read, and then refused as not supported yet: a request that is to go further has none of them. */
const notYet = new Set(['automation_ids', 'reviewer_assignment_second_level'])

/** A value that fits a schema of a request, with every optional key in it that is supported. */
export function sampleOf(schema: z.ZodMiniType, key = ''): unknown {
  const { type, shape, element, innerType, in: input, options, values, entries } = defOf(schema)
  const inner = innerType ?? input ?? options?.[0]
  if (inner) return sampleOf(inner, key)
  switch (type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(shape ?? {})
          .filter(([name]) => !notYet.has(name))
          .map(([name, part]) => [name, sampleOf(part, name)]),
      )
    case 'array':
      if (inPairs.has(key)) return [0, 1]
      return element ? [sampleOf(element, key)] : []
    case 'record':
      return { reject_notes_behavior: 'POP_UP_REQUIRED' }
    case 'literal':
      return values?.[0]
    case 'enum':
      return (
        Object.values(entries ?? {}).find((value) => value === fitting[key]) ??
        Object.values(entries ?? {})[0]
      )
    case 'boolean':
      return true
    case 'number':
      return key === 'days' ? 1 : 0
    default:
      return fitting[key] ?? 'x'
  }
}

/** The places in a value of a schema at which a text may stand, and where keys are free a new one. */
export function textPlaces(schema: z.ZodMiniType, path: Path = []): Path[] {
  const { type, shape, element, innerType, in: input, options } = defOf(schema)
  const inner = innerType ?? input
  if (inner) return textPlaces(inner, path)
  if (options) return options.flatMap((option) => textPlaces(option, path)).slice(0, 1)
  switch (type) {
    case 'object':
      return Object.entries(shape ?? {}).flatMap(([name, part]) => textPlaces(part, [...path, name]))
    case 'array':
      return element ? textPlaces(element, [...path, 0]) : []
    case 'record':
      return [[...path, 'reject_notes_behavior']]
    case 'string':
    case 'enum':
    case 'literal':
      return [path]
    default:
      return []
  }
}

/** A copy of a value with something else at one place; what lacks on the way there is added. */
export function withAt(value: unknown, [step, ...rest]: Path, put: unknown): unknown {
  if (step === undefined) return put
  if (Array.isArray(value))
    return value.map((part, index) => (index === step ? withAt(part, rest, put) : part))
  if (typeof step === 'number') return [withAt(undefined, rest, put)]
  const object = (value ?? {}) as Readonly<Record<string, unknown>>
  return { ...object, [step]: withAt(object[step], rest, put) }
}
