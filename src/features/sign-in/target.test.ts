import { expect, test } from 'vitest'
import { safeTarget } from './target.ts'

const origin = 'http://127.0.0.1:4870'

test.each([
  '/reviews',
  '/reviews/c-1/rows/0?decision=none&q=a%2Fb#x',
  '/activity/workflow-actions/a%252Fb/%23',
  '/?a=//elsewhere.example',
])('%s is kept whole', (asked) => {
  expect(safeTarget(asked, origin)).toBe(asked)
})

test.each([
  null,
  '',
  'reviews',
  '//elsewhere.example/reviews',
  '/\\elsewhere.example',
  '\\\\elsewhere.example',
  '/\t/elsewhere.example',
  '/\n\\elsewhere.example',
  '/.//elsewhere.example',
  'https://elsewhere.example',
  'http:elsewhere.example',
  'javascript:alert(1)',
  'data:text/html,x',
  ' /reviews',
  '/sign-in?to=%2Fsign-in',
])('%j leads nowhere but home', (asked) => {
  expect(safeTarget(asked, origin)).toBe('/')
})
