import { assertNever } from '#std/assert-never.ts'
import type { Cmp, Filter, Present, ValuePath } from './ast.ts'

/** A resource as JSON has it. */
export type Row = Readonly<Record<string, unknown>>

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export type Test<R> = (row: R) => boolean

/** Turns a filter into one function, given how to turn its leaves into functions. */
export function compile<R>(filter: Filter, leaf: (node: Cmp | Present | ValuePath) => Test<R>): Test<R> {
  switch (filter.kind) {
    case 'cmp':
    case 'present':
    case 'valuePath':
      return leaf(filter)
    case 'not': {
      const test = compile(filter.filter, leaf)
      return (row) => !test(row)
    }
    case 'and': {
      const tests = filter.filters.map((child) => compile(child, leaf))
      return (row) => tests.every((test) => test(row))
    }
    case 'or': {
      const tests = filter.filters.map((child) => compile(child, leaf))
      return (row) => tests.some((test) => test(row))
    }
    default:
      return assertNever(filter)
  }
}
