import { expect, test } from 'vitest'
import { invisibleIn } from './invisible.ts'

const codes =
  'AD 34F 61C 115F 17B4 180B 180E 200B 200D 2028 2029 202E 2060 2066 2069 206A 2800 3164 FE0F FEFF FFA0 FFF9 1D173 E0061'

test.each(codes.split(' '))('T24 an id must not hold U+%s, and its place is told', (hex) => {
  const character = String.fromCodePoint(Number.parseInt(hex, 16))
  const named = `U+${hex.padStart(4, '0')}`
  expect(invisibleIn(`😀b${character}c`)).toBe(`${named} at place 3`)
  expect(invisibleIn(`${character}c`)).toBe(`${named} at place 1`)
  expect(invisibleIn(`c${character}`)).toBe(`${named} at place 2`)
})

test.each(['20', '85', 'A0', '1680', '2003', '202F', '205F', '3000'])(
  'T24 an id must not begin or end with the blank U+%s, and may hold it',
  (hex) => {
    const blank = String.fromCodePoint(Number.parseInt(hex, 16))
    const named = `U+${hex.padStart(4, '0')}`
    expect(invisibleIn(`${blank}bc`)).toBe(`${named} at place 1`)
    expect(invisibleIn(`bc${blank}`)).toBe(`${named} at place 3`)
    expect(invisibleIn(`b${blank}c`)).toBeUndefined()
  },
)

test.each(['a', 'é', 'e\u0301', '中文', '😀', 'CN=Rita, OU=x'])('T24 an id may be %s', (id) => {
  expect(invisibleIn(id)).toBeUndefined()
})
