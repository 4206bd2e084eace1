import { describe, expect, test } from 'vitest'
import type { Filter } from './ast.ts'
import { corpus } from './corpus.test-helper.ts'
import { ScimError } from './error.ts'
import { normalise } from './normalise.ts'
import { parse } from './parse.ts'
import { print, printPath } from './print.ts'

const strict = corpus.filter((one) => ['rfc', 'rfc7643', 'semantic'].includes(one.class))

/** The corpus writes trees as s-expressions in which nested joins of one kind are flat. */
function expression(filter: Filter): string {
  switch (filter.kind) {
    case 'cmp':
      return `(${filter.op} ${printPath(filter.path)} ${JSON.stringify(filter.value)})`
    case 'present':
      return `(pr ${printPath(filter.path)})`
    case 'valuePath':
      return `(vp ${printPath(filter.path)} ${expression(filter.filter)})`
    case 'not':
      return `(not ${expression(filter.filter)})`
    default:
      return `(${filter.kind} ${operands(filter, filter.kind).join(' ')})`
  }
}

function operands(filter: Filter, kind: 'and' | 'or'): string[] {
  if (filter.kind !== kind) return [expression(filter)]
  return filter.filters.flatMap((child) => operands(child, kind))
}

describe.skipIf(corpus.length === 0)('the corpus (skipped where it is absent)', () => {
  test('has its strict cases', () => {
    expect(strict.length).toBeGreaterThan(400)
  })

  test.each(strict.filter((one) => one.valid))('$id is read: $filter', ({ filter, ast }) => {
    const tree = parse(filter)
    if (ast !== undefined) expect(expression(tree)).toBe(ast)
    expect(expression(parse(print(tree)))).toBe(expression(tree))
    expect(normalise(parse(print(normalise(tree))))).toEqual(normalise(tree))
  })

  test.each(strict.filter((one) => !one.valid))('$id is refused: $filter', ({ filter }) => {
    expect(() => parse(filter)).toThrow(ScimError)
  })

  test.each(corpus.filter((one) => !strict.includes(one)))(
    '$id ends in a tree or in a ScimError',
    ({ filter }) => {
      try {
        parse(filter)
      } catch (error) {
        expect(error).toBeInstanceOf(ScimError)
      }
    },
  )
})
