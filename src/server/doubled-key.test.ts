import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { doubledKey } from './doubled-key.ts'

const found = (text: string) => doubledKey(text, JSON.parse(text))

describe('T33 a key that stands twice in one object', () => {
  test.each([
    ['{"a":1,"a":2}', ['a'], 8],
    ['{"a":1,"a":1}', ['a'], 8],
    ['{"a":1, "\\u0061" : 1}', ['a'], 9],
    ['{"value":{"decision":2,"notes":"","decision":3}}', ['value', 'decision'], 35],
    ['[{"a":1},{"b":[0,{"c":{},"c":[]}]}]', [1, 'b', 1, 'c'], 26],
    ['{"":0,"":0}', [''], 7],
    ['{"__proto__":0,"__proto__":0}', ['__proto__'], 16],
    ['{"a\\"":0,"a\\"":0}', ['a"'], 10],
    ['{"a\\\\":0,"a\\\\":0}', ['a\\'], 10],
    ['{"a":"\\":","b":{"a":":","a":"x"}}', ['b', 'a'], 25],
    [`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)},"a":0}`, ['a'], 200_007],
  ])('is found in %s', (text, path, place) => {
    expect(found(text)).toEqual({ path, place })
  })

  test.each([
    '{}',
    'null',
    '"a\\":"',
    '{"a":{"a":{"a":0}},"b":[{"a":1},{"a":1}]}',
    '{"a":"\\"a\\":1,\\"a\\":2","A":0,"a ":0}',
    '{"a":"{\\"b\\" : 1, \\"b\\" : 2}"}',
    '["a","a",":","\\":"]',
    '{"a\\\\":":","a\\"":":"}',
    '{"é":0,"e\u0301":0}',
  ])('is not in %s', (text) => {
    expect(found(text)).toBeUndefined()
  })

  test('is found wherever it is, and nowhere else', () => {
    fc.assert(
      fc.property(tree, blanks, (given, blank) => {
        const text = printed(given, blank)
        expect(found(text)?.path).toEqual(firstDoubled(given, []))
      }),
      { numRuns: 3000 },
    )
  })
})

/** JSON as a list of what stands in it, in which a key may stand twice. */
type Tree =
  | { readonly kind: 'leaf'; readonly json: string }
  | { readonly kind: 'array'; readonly parts: readonly Tree[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [key: string, part: Tree])[] }

const key = fc.oneof(fc.constantFrom('a', 'b', '"', ':', '\\', '":', '', '\u0000', '😀'), fc.string())
const blanks = fc.constantFrom('', ' ', '\n\t', ' \r\n ')
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    fc.record({ kind: fc.constant('leaf' as const), json: fc.json({ maxDepth: 0 }) }),
    fc.record({ kind: fc.constant('array' as const), parts: fc.array(tie('tree'), { maxLength: 4 }) }),
    fc.record({
      kind: fc.constant('object' as const),
      entries: fc.array(fc.tuple(key, tie('tree')), { maxLength: 6 }),
    }),
  ),
}))

function printed(part: Tree, blank: string): string {
  if (part.kind === 'leaf') return part.json
  const inside =
    part.kind === 'array'
      ? part.parts.map((one) => printed(one, blank))
      : part.entries.map(([name, one]) => `${JSON.stringify(name)}${blank}:${blank}${printed(one, blank)}`)
  const [begin, end] = part.kind === 'array' ? '[]' : '{}'
  return `${begin}${blank}${inside.join(`${blank},${blank}`)}${blank}${end}`
}

/** The way to the first doubled key in the order of the text: an object's own key stands before what is in it. */
function firstDoubled(part: Tree, path: (string | number)[]): (string | number)[] | undefined {
  if (part.kind === 'leaf') return undefined
  const seen = new Set<string>()
  const entries = part.kind === 'array' ? part.parts.map((one, index) => [index, one] as const) : part.entries
  for (const [name, one] of entries) {
    const here = [...path, name]
    if (typeof name === 'string' && seen.has(name)) return here
    if (typeof name === 'string') seen.add(name)
    const inner = firstDoubled(one, here)
    if (inner) return inner
  }
  return undefined
}
