import { rowPath } from '#features/review/address.ts'
import { type FirstReview, FirstRows, fitTogether } from '#features/review/first-rows.tsx'
import { drawer } from './early-draw.tsx'
import { PlainLink } from './early-frame.tsx'

/** In the order in which the early script asks (early-ask.ts). */
type Answers = readonly [
  FirstReview['positions'],
  FirstReview['results'],
  FirstReview['certification'],
  FirstReview['context'],
  FirstReview['session'],
]

/** Draws the first rows of a review. */
export const drawScreen = drawer((answers: Answers, place) => {
  const [positions, results, certification, context, session] = answers
  const first: FirstReview = { positions, results, certification, context, session }
  if (!fitTogether(first)) return undefined
  return {
    picture: <FirstRows first={first} {...place} link={PlainLink} />,
    pathOf: (index) => {
      const row = results.values[index]
      return row && rowPath(certification.certification_id, row.result_id)
    },
  }
})
