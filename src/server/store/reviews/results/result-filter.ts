import { type RawBuilder, sql } from 'kysely'
import type { Cmp, CompareOp, Filter, Path } from '#scim/ast.ts'
import { nodeNames } from '#contract/reviews/result-fields.ts'
import { assertNever } from '#std/assert-never.ts'

type Condition = RawBuilder<boolean>
type Text = RawBuilder<unknown>
/** The test of one text, which is NULL or not true where there is none. */
type Test = (text: Text) => Condition

/**
 * Compiles a checked, canonical `filter` or `mutable_filter` to a condition on `result`. Values travel only as
 * parameters. What people read compares by `fold_text`, as in the fields of the contract. What is missing fails every
 * comparison but `ne`; `not` is plain negation, as in `scim/match`. Throws on what the check of the contract would have
 * refused.
 */
export function resultCondition(filter: Filter): Condition {
  switch (filter.kind) {
    case 'and':
      return sql`(${sql.join(filter.filters.map(resultCondition), sql` AND `)})`
    case 'or':
      return sql`(${sql.join(filter.filters.map(resultCondition), sql` OR `)})`
    case 'not':
      return sql`((${resultCondition(filter.filter)}) IS NOT TRUE)`
    case 'cmp':
      return clause(filter)
    case 'present':
    case 'valuePath':
      throw new Error(`a filter of kind ${filter.kind} reached the store unchecked`)
    default:
      return assertNever(filter)
  }
}

function clause({ path, op, value }: Cmp): Condition {
  if (typeof value !== 'string') throw new Error('a value that is no text reached the store')
  if (op === 'ne') return sql`(${matches(path, 'eq', value)} IS NOT TRUE)`
  return matches(path, op, value)
}

/** Whether the value at a path, or any of its values where it has several, compares so with a text. */
function matches(path: Path, op: CompareOp, text: string): Condition {
  const exact: Test = (have) => compared(have, op, sql`${text}::text`)
  const folded: Test = (have) => compared(sql`fold_text(${have})`, op, sql`fold_text(${text}::text)`)
  if (path.sub !== undefined) return nodeMatches(path.name, path.sub, path.sub === 'id' ? exact : folded)
  switch (path.name) {
    case 'abstract_permissions':
      return anyOf(sql`unnest(result.effective_permissions)`, exact)
    case 'concrete_permissions':
      return anyOf(sql`unnest(result.raw_permissions)`, exact)
    case 'decision':
      return exact(sql`result.decision`)
    case 'signed_off_state':
      return exact(sql`result.signed_off_state`)
    case 'notes':
      return folded(sql`result.notes`)
    case 'reviewers':
      return sql`EXISTS (SELECT FROM jsonb_array_elements(result.reviewers) AS one(value)
        WHERE ${folded(sql`(one.value ->> 'email')`)} OR ${folded(sql`(one.value ->> 'name')`)})`
    default:
      throw new Error('a field that results do not have reached the store')
  }
}

function compared(have: Text, op: CompareOp, bound: Text): Condition {
  switch (op) {
    case 'eq':
      return sql`${have} = ${bound}`
    case 'co':
      return sql`strpos(${have}, ${bound}) > 0`
    case 'sw':
      return sql`starts_with(${have}, ${bound})`
    case 'ew':
      return sql`right(${have}, length(${bound})) = ${bound}`
    default:
      throw new Error('an operator that no field of results takes reached the store')
  }
}

function anyOf(values: RawBuilder<unknown>, test: Test): Condition {
  return sql`EXISTS (SELECT FROM ${values} AS one(value) WHERE ${test(sql`one.value`)})`
}

/**
 * An attribute of an entity as it was imported: numbers and truth values compare by their JSON text, which a spreadsheet
 * may have written as True, a list by any of its elements; an object is equal to nothing.
 */
function nodeMatches(node: string, attribute: string, test: Test): Condition {
  if (isOwn(attribute)) return test(sql`(${nodeColumn(node)} ->> ${sql.lit(attribute)})`)
  const value = attributeOf(node, attribute)
  return sql`CASE jsonb_typeof(${value})
    WHEN 'object' THEN false
    WHEN 'array' THEN EXISTS (SELECT FROM jsonb_array_elements(${value}) AS one(value)
      WHERE jsonb_typeof(one.value) NOT IN ('object', 'array') AND ${test(sql`(one.value #>> '{}')`)})
    ELSE ${test(sql`(${value} #>> '{}')`)} END`
}

function isOwn(attribute: string): boolean {
  return attribute === 'type' || attribute === 'id' || attribute === 'name'
}

/** The column of an entity by its name in a filter or an order. */
export function nodeColumn(node: string): RawBuilder<unknown> {
  const known = nodeNames.find((name) => name === node)
  if (!known) throw new Error('an entity that results do not have reached the store')
  return sql.ref(`result.${known}`)
}

/** An attribute of an entity as JSON: the entity's own `type`, `id` or `name`, else a property. */
export function attributeOf(node: string, attribute: string): RawBuilder<unknown> {
  if (isOwn(attribute)) return sql`(${nodeColumn(node)} -> ${sql.lit(attribute)})`
  return sql`(${nodeColumn(node)} -> 'properties' -> ${attribute}::text)`
}
