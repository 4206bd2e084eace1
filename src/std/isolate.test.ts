import { expect, test } from 'vitest'
import { isolated } from './isolate.ts'

const code = (text: string) =>
  text.replace(/[\u2066-\u2069\u202A-\u202E]/g, (sign) => `<${sign.charCodeAt(0).toString(16)}>`)

test.each([
  ['Ada Lovelace', 'Ada Lovelace'],
  ['', ''],
  ['山田 12.5%', '山田 12.5%'],
  ['a\u202Eb', '<2068>a<202e>b<2069>'],
  ['דנה', '<2068>דנה<2069>'],
  ['\u2069\u202Eb', '<2068><2068><2069><202e>b<2069>'],
  ['\u2067b', '<2068><2067>b<2069><2069>'],
  ['\u2066a\u2069\u2069b', '<2068><2068><2066>a<2069><2069>b<2069>'],
  ['a\n\u202Eb', '<2068>a<2069>\n<2068><202e>b<2069>'],
])('T27 %j is isolated in a sentence', (text, expected) => {
  expect(code(isolated(text))).toBe(expected)
})
