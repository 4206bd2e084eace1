import { expect, test } from 'vitest'
import { splitAtMarks } from './marks.ts'

test.each([
  ['Ada', ['Ada']],
  ['', ['']],
  ['two\nlines\twith\r', ['two\nlines\twith\r']],
  ['👩\u200D🚀 می\u200Cخواهم', ['👩\u200D🚀 می\u200Cخواهم']],
  ['a\u202Eb', ['a', 'U+202E', 'b']],
  ['\u2069\u0007', ['U+2069', 'U+0007']],
  ['x\u{E0041}\u200B', ['x', 'U+E0041', 'U+200B']],
])('T27 %j is split where something cannot be seen', (text, expected) => {
  const parts = splitAtMarks(text)
  expect(parts.map((part) => part.code ?? part.text)).toEqual(expected)
  expect(parts.map((part) => part.text).join('')).toBe(text)
})
