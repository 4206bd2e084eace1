import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { ScimError } from './error.ts'
import { parse } from './parse.ts'
import { print } from './print.ts'
import { withoutSpans } from './trees.test-helper.ts'

// Thousands of cases: five seconds are not enough on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

const words =
  'a userName not and or pr eq NE co gt zz emails a.b a.b.c $ref ( ) [ ] (( )) not( . : , % "x" " \\ 1 - 1e999 01 ' +
  '9007199254740993 true TRUE null "\\u12" "\\ud800" "\\u0000" urn:a:b urn:a:b: :a é \u0000 \ud800 😀 \u00a0'
const phrases = ['a pr', 'b eq 1', 'c co "x"', 'emails[type pr]', ' ', '\t', '\n']
const token = fc.constantFrom(...words.split(' '), ...phrases)
const soup = fc
  .array(fc.tuple(token, fc.constantFrom(' ', ' ', ' ', '', '\n ')), { maxLength: 14 })
  .map((pairs) => pairs.map(([word, space]) => word + space).join(''))

/** Parses; on a refusal checks the error itself. True when the text was a filter. */
function parsesOrExplains(text: string): boolean {
  try {
    const tree = parse(text)
    expect(withoutSpans(parse(print(tree)))).toStrictEqual(withoutSpans(tree))
    return true
  } catch (error) {
    if (!(error instanceof ScimError)) throw error
    expect(error.scimType).toBe('invalidFilter')
    expect(error.start).toBeGreaterThanOrEqual(0)
    expect(error.end).toBeGreaterThanOrEqual(error.start)
    expect(error.end).toBeLessThanOrEqual(text.length)
    return false
  }
}

test('any text is a filter or a ScimError with its place within the text', () => {
  let filters = 0
  fc.assert(
    fc.property(fc.oneof({ weight: 9, arbitrary: soup }, fc.string({ unit: 'binary' })), (text) => {
      if (parsesOrExplains(text)) filters++
    }),
    { numRuns: 20_000 },
  )
  expect(filters).toBeGreaterThan(100)
})

test('every beginning of a filter is a filter or a ScimError', () => {
  const text = 'a eq "x\\u00e9\\"" and not (emails[type ne -1.5e+3 or urn:a:b:c.d pr]) or (b LE null)'
  for (let end = 0; end <= text.length; end++) parsesOrExplains(text.slice(0, end))
  expect(parsesOrExplains(text)).toBe(true)
})
