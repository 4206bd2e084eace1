import { activityRoutes } from '#contract/activity-calls.ts'
import { expect, test } from 'vitest'
import { requestOf } from '#contract/request.ts'
import { plainQuestion } from '#features/activity/question.ts'
import { readQuestion } from '#features/activity/read-question.ts'
import { reviewRoutes } from '#contract/review-calls.ts'
import { plainQuestion as plainReview } from '#features/review/question.ts'
import { sessionRoutes } from '#contract/session-calls.ts'
import {
  contextAfter,
  firstPagePath,
  positionsAfter,
  positionsBefore,
  resultsAfter,
  resultsBefore,
  sessionPath,
} from './early-data.ts'

test('the early script asks for exactly the page that a plain address shows', () => {
  expect(readQuestion('')).toEqual(plainQuestion)
  expect(requestOf(activityRoutes.listActionEvents, { query: { ...plainQuestion.list } })).toEqual({
    method: 'GET',
    path: firstPagePath,
    body: undefined,
  })
})

test('and for exactly the positions and the first rows that a plain address of a review shows', () => {
  const params = { certification_id: 'a/b' }
  const question = { ...plainReview.list }
  const id = encodeURIComponent(params.certification_id)
  expect(requestOf(reviewRoutes.listPositions, { params, query: question })).toEqual({
    method: 'GET',
    path: positionsBefore + id + positionsAfter,
    body: undefined,
  })
  const first = { ...question, page_token: '0', page_size: '50' }
  expect(requestOf(reviewRoutes.listResults, { params, query: first })).toEqual({
    method: 'GET',
    path: resultsBefore + id + resultsAfter,
    body: undefined,
  })
})

test('and for exactly the review, what it depends on, and who the reader is', () => {
  const params = { certification_id: 'a/b' }
  const id = encodeURIComponent(params.certification_id)
  expect(requestOf(reviewRoutes.getCertification, { params }).path).toBe(resultsBefore + id)
  expect(requestOf(reviewRoutes.getReviewContext, { params }).path).toBe(positionsBefore + id + contextAfter)
  expect(requestOf(sessionRoutes.getSession, {}).path).toBe(sessionPath)
})
