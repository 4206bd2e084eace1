import type { CompareOp, Path } from './ast.ts'

type Equality = 'eq' | 'ne'
type Order = 'gt' | 'ge' | 'lt' | 'le'

/** Set where `eq null` and `ne null` may be asked. */
interface Nullable {
  nullable?: true
}

interface TextRule extends Nullable {
  type: 'text'
  ops: readonly CompareOp[]
  /** What is compared in place of the text: without case by `fold`, or as people read it by `foldText`. */
  fold?: 'case' | 'text'
  /** Set for an attribute of somebody else's making: what stands behind the dot of its name is meant as it is spelled. */
  exactName?: true
}

export interface EnumRule extends Nullable {
  type: 'enum'
  ops: readonly Equality[]
  /** The names in their own spelling; a filter may also give a name's place in this list as a number. */
  values: readonly string[]
  /** What stands before the names and may be left out. */
  prefix?: string
  /** Further spellings in capitals, with the name that each means. */
  also?: Readonly<Record<string, string>>
  /** Further names, which have no number. */
  others?: readonly string[]
  /** Set where names that are listed nowhere may be stored, so that only the server knows them all. */
  open?: true
}

interface BooleanRule extends Nullable {
  type: 'boolean'
  ops: readonly Equality[]
}

/** A whole number of 32 bits. */
interface IntegerRule extends Nullable {
  type: 'integer'
  ops: readonly (Equality | Order)[]
}

/** An RFC 3339 date-time with its offset; compared as instants, at nanoseconds. */
interface DatetimeRule extends Nullable {
  type: 'datetime'
  ops: readonly (Equality | Order)[]
}

/** What a filter may ask of one field. */
export type FieldRule = TextRule | EnumRule | BooleanRule | IntegerRule | DatetimeRule

/** The fields of one resource by name. A name with a dot, `source.name`, stands for a path with a sub-attribute. */
export type FieldTable = Readonly<Record<string, FieldRule>>

/** Returns the table as it is, typed by its own names, operators and values. */
export function defineFields<const T extends FieldTable>(fields: T): T {
  return fields
}

export interface Field {
  name: string
  rule: FieldRule
}

/** The fields of a table by what a path has to say for them: those of exact names, and all others. */
type Index = Readonly<Record<'exact' | 'anyCase', ReadonlyMap<string, Field>>>

const indexes = new WeakMap<FieldTable, Index>()

/**
 * The field that a path names: one of that exact name, else a field of the table in any case. Undefined when there is none,
 * or when the path has a schema prefix.
 */
export function findField(fields: FieldTable, path: Path): Field | undefined {
  if (path.urn !== undefined) return undefined
  const name = path.sub === undefined ? path.name : `${path.name}.${path.sub}`
  const { exact, anyCase } = indexOf(fields)
  return exact.get(withExactSub(name)) ?? anyCase.get(name.toLowerCase())
}

function indexOf(fields: FieldTable): Index {
  const known = indexes.get(fields)
  if (known !== undefined) return known
  const exact = new Map<string, Field>()
  const anyCase = new Map<string, Field>()
  for (const [name, rule] of Object.entries(fields))
    if (hasExactName(rule)) exact.set(withExactSub(name), { name, rule })
    else anyCase.set(name.toLowerCase(), { name, rule })
  const index = { exact, anyCase }
  indexes.set(fields, index)
  return index
}

function hasExactName(rule: FieldRule): boolean {
  return rule.type === 'text' && rule.exactName === true
}

/** A name with what stands before its dot in lower case. */
function withExactSub(name: string): string {
  const { name: first, sub } = fieldPath(name)
  return sub === undefined ? name : `${first.toLowerCase()}.${sub}`
}

/** The path that names a field of a table. */
export function fieldPath(field: string): Path {
  const dot = field.indexOf('.')
  return dot < 0 ? { name: field } : { name: field.slice(0, dot), sub: field.slice(dot + 1) }
}
