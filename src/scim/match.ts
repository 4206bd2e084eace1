import type { Filter } from './ast.ts'
import type { FieldTable } from './fields.ts'
import { compile, type Row, type Test } from './logic.ts'
import { attributeTest } from './match-attribute.ts'
import { fieldTest } from './match-field.ts'

/**
 * Whether a row matches a filter. With a field table the meaning is that of the table's resource, and the filter must
 * be one that checkFilter passes (TypeError otherwise): text is compared exactly or folded as its rule says, date-times
 * as instants. Without one it is that of RFC 7643: text without case, any value of a multi-valued attribute, `value`
 * for a complex one, date-times as instants where both sides are. In both, what is missing fails every comparison but
 * `ne` and `eq null`, and `not` is plain negation.
 */
export function match(filter: Filter, row: Row, fields?: FieldTable): boolean {
  return matcher(filter, fields)(row)
}

/** `match` for many rows: reads the filter once. */
export function matcher(filter: Filter, fields?: FieldTable): Test<Row> {
  return compile(filter, fields === undefined ? attributeTest : (clause) => fieldTest(clause, fields))
}
