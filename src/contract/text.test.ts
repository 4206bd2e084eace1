import { describe, expect, test } from 'vitest'
import { sampleOf, textPlaces, withAt } from '#testing/request-texts.ts'
import { noteProblem } from './reviews/result.ts'
import { settingSchemas } from './reviews/review-settings.ts'
import type { Route } from './route.ts'
import { routes } from './routes.ts'
import { isBlank, safeText, written } from './text.ts'

/** Texts that a reader of their own takes apart, which refuses what it cannot read and says where. */
const readElsewhere = new Set(['filter', 'mutable_filter'])
/** Settings are checked by the schema of their leaf. */
const freeKeys = new Set(['value.reject_notes_behavior'])

const schemas = [
  ...Object.entries<Route>(routes).flatMap(([name, { params, query, body }]) =>
    Object.entries({ params, query, body }).flatMap(([part, schema]) =>
      schema ? [{ name: `${part} of ${name}`, schema }] : [],
    ),
  ),
  ...Object.entries(settingSchemas).map(([leaf, schema]) => ({ name: `the setting ${leaf}`, schema })),
]

describe.each(schemas)('T29 every text in $name', ({ schema }) => {
  const places = textPlaces(schema).filter((path) => {
    const place = path.join('.')
    return !readElsewhere.has(place) && !freeKeys.has(place)
  })

  test.each([
    ['NUL', 'a\u0000b'],
    ['another control character', 'a\u001bb'],
    ['half of a surrogate pair', 'a\ud800b'],
    ['a million letters', 'x'.repeat(1_000_000)],
  ])('is refused with %s in it', (_, text) => {
    const sample = sampleOf(schema)
    expect(schema.safeParse(sample).error).toBeUndefined()
    const taken = places.filter((path) => schema.safeParse(withAt(sample, path, text)).success)
    expect(taken).toEqual([])
  })
})

describe('T29 a note', () => {
  test.each([
    ['several\r\nlines\tand 😀 \ufffe', undefined],
    ['a\u0000b', 'holds a control character (U+0000 at place 2)'],
    ['😀\u009f', 'holds a control character (U+009F at place 2)'],
    ['\udc00', 'holds half of a surrogate pair, which is not valid Unicode'],
    ['😀'.repeat(10_000), undefined],
    ['😀'.repeat(10_001), 'is longer than 10000 characters'],
  ])('%j: %s', (text, problem) => {
    expect(noteProblem(text)).toBe(problem)
  })
})

/** Code points that are drawn as nothing, each a kind of its own. */
const invisible = [
  ['no text', ''],
  ['white space', ' \t\n\u00a0\u2003\u3000'],
  ['a zero width space', '\u200b'],
  ['joiners', '\u200c\u200d\u2060'],
  ['a byte order mark', '\ufeff'],
  ['direction marks', '\u200e\u202e\u2066'],
  ['a soft hyphen', '\u00ad'],
  ['Hangul fillers', '\u115f\u1160\u3164\uffa0'],
  ['a variation selector', '\ufe0f'],
  ['a tag', '\u{e0041}'],
  ['a combining grapheme joiner', '\u034f'],
  ['a braille blank', '\u2800'],
  ['control characters', '\u0000\u0007\u0085'],
  ['a private use character', '\ue000'],
  ['half of a surrogate pair', '\ud800'],
  ['several of them', ' \u200b\u2800\ufeff '],
] as const

test.each(invisible)('T25 %s says nothing', (_, text) => {
  expect(isBlank(text)).toBe(true)
  expect(written(text)).toBe('')
  expect(safeText(100, 'a text').safeParse(text).success).toBe(false)
})

test.each(['x', '.', 'é', '理', '👍', '\u200bx\u2800', '\u0301', '⠁'])('T25 %s says something', (text) => {
  expect(isBlank(text)).toBe(false)
  expect(written(` ${text} `)).toBe(text)
  expect(safeText(100, 'a text').safeParse(text).success).toBe(true)
})
