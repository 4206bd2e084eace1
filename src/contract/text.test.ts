import { expect, test } from 'vitest'
import { isBlank, safeText, written } from './text.ts'

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
