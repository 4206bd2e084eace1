import { expect, test } from 'vitest'
import { inexactNumber } from './inexact-number.ts'

test.each([
  ['{"result_id":1e-400}', 14],
  ['{"result_id":-1e-400}', 14],
  ['{"decision":1.99999999999999999}', 13],
  ['[1, 0.99999999999999999999]', 5],
  ['[2.00000000000000000000001e0]', 2],
  ['{"result_id":9007199254740993}', 14],
  ['[1e999]', 2],
])('%s holds a number that would be read as another one', (text, place) => {
  expect(inexactNumber(text)).toBe(place)
})

test.each([
  '{"result_id":0,"decision":2}',
  '[1.0, 2e0, 1e2, 120e-1, 0.0, 0e-400, -0.00, 1.5, 1.25e1]',
  '{"notes":"1e-400 and \\"0.99999999999999999999"}',
  '{"1e-400":true}',
  '{"notes":"a\\\\","x":3}',
])('%s holds none', (text) => {
  expect(inexactNumber(text)).toBeUndefined()
})
