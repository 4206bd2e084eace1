import type { Filter } from '#scim/ast.ts'
import { checkFilter, type Violation } from '#scim/check.ts'
import { ScimError } from '#scim/error.ts'
import type { FieldTable } from '#scim/fields.ts'
import { normalise } from '#scim/normalise.ts'
import { parse } from '#scim/parse.ts'
import { Refused } from '../refused.ts'

/** Reads the names that are stored in enumeration fields though the contract does not document them, by field. */
export type StoredNames = () => Promise<Readonly<Record<string, readonly string[]>>>

/** How one filter parameter is read. */
export type FilterReading = {
  /** The name of the parameter, for refusals. */
  readonly parameter: string
  /** The fields that the filter may use; a function where they depend on the filter itself. */
  readonly fields: FieldTable | ((filter: Filter) => FieldTable)
  /** Called only when the filter has a name that is not documented. */
  readonly stored: StoredNames
  /** Rewrites the filter before it is checked. */
  readonly prepare?: (filter: Filter) => Filter
}

/**
 * Reads the filter of a request: parses it, checks it against the fields, and returns its canonical form; undefined
 * where there is none. (The schemas of queries make an empty one undefined.) Throws `Refused` InvalidArgument with
 * the span of what is wrong: a filter that cannot be read never counts as none.
 */
export async function readFilter(text: string | undefined, how: FilterReading): Promise<Filter | undefined> {
  if (text === undefined) return undefined
  const written = parsed(text, how.parameter)
  const filter = how.prepare ? how.prepare(written) : written
  const fields = typeof how.fields === 'function' ? how.fields(filter) : how.fields
  const known = checkFilter(filter, fields).some((violation) => violation.code === 'unknownValue')
    ? withStored(fields, await how.stored())
    : fields
  const [violation] = checkFilter(filter, known)
  if (violation) throw refusal(how.parameter, violation)
  return normalise(filter, known)
}

function parsed(text: string, parameter: string): Filter {
  try {
    return parse(text)
  } catch (error) {
    if (error instanceof ScimError) throw refusal(parameter, error)
    throw error
  }
}

function withStored(fields: FieldTable, names: Readonly<Record<string, readonly string[]>>): FieldTable {
  return Object.fromEntries(
    Object.entries(fields).map(([field, rule]) => {
      if (rule.type !== 'enum') return [field, rule]
      const more = names[field]?.filter((name) => !rule.values.includes(name)) ?? []
      return [field, { ...rule, others: more }]
    }),
  )
}

function refusal(
  parameter: string,
  { code, start, end, message }: Pick<Violation, 'code' | 'start' | 'end' | 'message'> | ScimError,
): Refused {
  return new Refused({
    code: 'InvalidArgument',
    message,
    violations: [{ field: parameter, description: message }],
    span: { code, start, end },
  })
}
