import { assertNever } from '#std/assert-never.ts'
import { fold } from '#std/fold.ts'
import { parseInstant } from '#std/instant.ts'
import type { Cmp, CompareOp, Path, Present, Value, ValuePath } from './ast.ts'
import { hasContent, simpleValue, valuesAt } from './attribute.ts'
import { holds, opaque } from './holds.ts'
import { compile, type Test } from './logic.ts'

/** The test of one clause on a resource without a field table, by the defaults of RFC 7643 section 2.2. */
export function attributeTest(clause: Cmp | Present | ValuePath): Test<unknown> {
  const { path } = clause
  switch (clause.kind) {
    case 'cmp': {
      const test = valueTest(clause.op, clause.value)
      return (resource) => {
        const values = valuesAt(resource, path)
        return values.length === 0 ? test(undefined) : values.some((value) => test(simpleValue(value)))
      }
    }
    case 'present':
      return (resource) => valuesAt(resource, path).some(hasContent)
    case 'valuePath': {
      const test = compile(clause.filter, (inner) =>
        attributeTest({ ...inner, path: inside(path, inner.path) }),
      )
      return (resource) => valuesAt(resource, path).some(test)
    }
    default:
      return assertNever(clause)
  }
}

/** A sub-attribute inside the brackets may be named in full: `emails[urn:…:emails.type eq "work"]`. */
function inside(outer: Path, { urn, name, sub }: Path): Path {
  if (sub === undefined) return urn === undefined ? { name } : { urn, name }
  if (urn === undefined) return { name, sub }
  return name.toLowerCase() === outer.name.toLowerCase() ? { name: sub } : { urn, name, sub }
}

function valueTest(op: CompareOp, want: Value): Test<unknown> {
  const text = typeof want === 'string' ? fold(want) : undefined
  const isTextual = op === 'co' || op === 'sw' || op === 'ew'
  const instant = typeof want === 'string' && !isTextual ? parseInstant(want) : undefined
  return (have) => {
    if (have === undefined || have === null) return holds(op, undefined, want)
    if (typeof have === 'string') {
      const moment = instant && parseInstant(have)
      return instant && moment ? holds(op, moment.ns, instant.ns) : holds(op, fold(have), text ?? want)
    }
    if (typeof have === 'boolean' && (text === 'true' || text === 'false'))
      return holds(op, have, text === 'true')
    return holds(op, typeof have === 'number' || typeof have === 'boolean' ? have : opaque, want)
  }
}
