import fc, { type Arbitrary } from 'fast-check'
import type { Cmp, CompareOp, Filter, Path, Present, Value } from './ast.ts'

export const ops: readonly CompareOp[] = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le']

/** Trees of and, or and not over the given leaves, not only those that a parser would make flat. */
export function treesOf(leaf: Arbitrary<Filter>, maxDepth = 4): Arbitrary<Filter> {
  const { tree } = fc.letrec<{ tree: Filter }>((tie) => {
    const joined = (kind: 'and' | 'or') =>
      fc
        .tuple(tie('tree'), tie('tree'), fc.array(tie('tree'), { maxLength: 2 }))
        .map(([first, second, rest]): Filter => ({ kind, filters: [first, second, ...rest] }))
    const not = tie('tree').map((filter): Filter => ({ kind: 'not', filter }))
    return { tree: fc.oneof({ maxDepth, withCrossShrink: true }, leaf, joined('and'), joined('or'), not) }
  })
  return tree
}

const names: Arbitrary<string> = fc.oneof(
  fc.constantFrom('not', 'and', 'OR', 'pr', 'eq', 'true', 'null', '$ref', '$REF', 'userName', 'x-_$9'),
  fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9$_-]{0,6}$/),
)
const urns = fc.constantFrom(
  'urn:ietf:params:scim:schemas:core:2.0:User',
  'https://example.com/schemas/User',
  'urn:a%20b:c.d',
)

const plain = { noNullPrototype: true } as const

const paths: Arbitrary<Path> = fc.record(
  { urn: urns, name: names, sub: names },
  { requiredKeys: ['name'], ...plain },
)

const texts = fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.replaceAll('\0', '\\'))
const numbers = fc
  .oneof(fc.integer(), fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .map((number) => (number === 0 ? 0 : number))

const values: Arbitrary<Value> = fc.oneof(texts, numbers, fc.boolean(), fc.constant(null))

const clauses: Arbitrary<Cmp | Present> = fc.oneof(
  fc.record(
    { kind: fc.constant('cmp' as const), path: paths, op: fc.constantFrom(...ops), value: values },
    plain,
  ),
  fc.record({ kind: fc.constant('present' as const), path: paths }, plain),
)

/** Every tree that a text can mean. */
export const filters: Arbitrary<Filter> = treesOf(
  fc.oneof(
    clauses,
    fc.record({ kind: fc.constant('valuePath' as const), path: paths, filter: treesOf(clauses, 2) }, plain),
  ),
)

/** The tree without the places where its parts stood. */
export function withoutSpans(filter: Filter): Filter {
  return JSON.parse(JSON.stringify(filter, (key, value) => (/span$/i.test(key) ? undefined : value)))
}
