import { expect, test } from 'vitest'
import { foldText } from './fold-text.ts'

test.each([
  ['Jose\u0301', 'José'],
  ['O’Neil', "O'Neil"],
  ['O‘Neil', "o'neil"],
  ['OʼNeil', "O'NEIL"],
  ['O＇Neil', "O'Neil"],
  ['Ana\u00A0Ruiz', 'Ana Ruiz'],
  ['Ana\u202FRuiz', 'Ana Ruiz'],
  ['Ana\u2007Ruiz', 'Ana Ruiz'],
  ['山田\u3000太郎', '山田 太郎'],
  ['I\u0307stanbul', 'istanbul'],
  ['ΟΔΟΣ', 'οδοσ'],
  ['A\u030A', '\u212B'],
])('T22 %j and %j are the same', (one, other) => {
  expect(foldText(one)).toBe(foldText(other))
})

test.each([
  ['jose', 'josé'],
  ['O´Neil', "O'Neil"],
  ['Ana  Ruiz', 'Ana Ruiz'],
  ['Ana\u200BRuiz', 'AnaRuiz'],
  ['ﬁn', 'fin'],
  ['ss', 'ß'],
])('T22 %j and %j are not', (one, other) => {
  expect(foldText(one)).not.toBe(foldText(other))
})
