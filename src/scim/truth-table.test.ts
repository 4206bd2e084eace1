import fc, { type Arbitrary } from 'fast-check'
import { expect, test, vi } from 'vitest'
import { match } from './match.ts'
import { parse } from './parse.ts'

// Thousands of cases: five seconds are not enough on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

/**
 * A text together with its truth table over a, b, c and d: bit n says whether row n matches. Text and table are made
 * side by side from the rules of the grammar, so that the table owes nothing to the parser, the printer or the matcher.
 */
interface Known {
  text: string
  table: number
}

const allRows = 0xffff
const leaf: Arbitrary<Known> = fc.constantFrom(
  { text: 'a pr', table: 0xaaaa },
  { text: 'b eq 1', table: 0xcccc },
  { text: 'C PR', table: 0xf0f0 },
  { text: 'd ne null', table: 0xff00 },
)

const { or } = fc.letrec<{ or: Known; and: Known; term: Known }>((tie) => ({
  or: fc
    .tuple(tie('and'), fc.array(tie('and'), { maxLength: 2 }), fc.constantFrom(' or ', ' OR\t'))
    .map(([first, rest, word]) => ({
      text: [first, ...rest].map((one) => one.text).join(word),
      table: rest.reduce((table, one) => table | one.table, first.table),
    })),
  and: fc
    .tuple(tie('term'), fc.array(tie('term'), { maxLength: 2 }), fc.constantFrom(' and ', '\nAnd '))
    .map(([first, rest, word]) => ({
      text: [first, ...rest].map((one) => one.text).join(word),
      table: rest.reduce((table, one) => table & one.table, first.table),
    })),
  term: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    tie('or').map(({ text, table }) => ({ text: `(${text})`, table })),
    tie('or').map(({ text, table }) => ({ text: `not (${text})`, table: ~table & allRows })),
    tie('or').map(({ text, table }) => ({ text: `NOT( ${text} )`, table: ~table & allRows })),
  ),
}))

function row(bits: number) {
  const names = ['a', 'b', 'c', 'd'].filter((_, place) => (bits >> place) & 1)
  return Object.fromEntries(names.map((name) => [name, 1]))
}

test('and, or, not and parentheses have the truth table of their grammar', () => {
  const unlimited = { length: Infinity, depth: Infinity, clauses: Infinity }
  fc.assert(
    fc.property(or, ({ text, table }) => {
      const filter = parse(text, unlimited)
      let found = 0
      for (let bits = 0; bits < 16; bits++) if (match(filter, row(bits))) found |= 1 << bits
      expect(found).toBe(table)
    }),
    { numRuns: 3000 },
  )
})
