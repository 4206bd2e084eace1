import { expect, test } from 'vitest'
import { advanceText } from './bulk-words.ts'

test.each([
  [[], '0 of 4,112 done, 4,112 to come'],
  [[{ of: 'DONE', rows: 1500 }], '1,500 of 4,112 done, 2,612 to come'],
  [
    [
      { of: 'DONE', rows: 1500 },
      { of: 'CONFLICT', rows: 3 },
    ],
    '1,500 of 4,112 done, 3 not changed, 2,609 to come',
  ],
  [[{ of: 'DONE', rows: 4112 }], '4,112 of 4,112 done'],
])('how far a change is adds up: %j', (outcomes, text) => {
  expect(advanceText({ to_change: 4112, outcomes })).toBe(text)
})
