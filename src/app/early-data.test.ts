import { expect, test } from 'vitest'
import { requestOf } from '#contract/request.ts'
import { plainQuestion } from '#features/activity/question.ts'
import { readQuestion } from '#features/activity/read-question.ts'
import { firstPagePath } from './early-data.ts'

test('the early script asks for exactly the page that a plain address shows', () => {
  expect(readQuestion(new URLSearchParams())).toEqual(plainQuestion)
  expect(requestOf('listActionEvents', { query: { ...plainQuestion.list } })).toEqual({
    method: 'GET',
    path: firstPagePath,
    body: undefined,
  })
})
