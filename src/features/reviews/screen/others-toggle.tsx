import { phaseOf } from '#contract/reviews/review-phase.ts'
import { numberText } from '#ui/number-text.ts'
import { mayIncludeOthers } from '../filters/others.ts'
import { useReview, useReviewList } from '../state/review-provider.ts'
import styles from './others-toggle.module.css'

/**
 * Whether keys, counts and the sign-off of many cover rows of other reviewers, for those who run the review; it says how
 * many of these are not signed off. Lists show all rows either way.
 */
export function OthersToggle() {
  const { viewer, now } = useReview()
  const { certification, context, query } = useReviewList()
  if (!context || !mayIncludeOthers(viewer) || phaseOf(certification, now) === 'searching') return null
  const { total_result_count, total_signed_off_count } = certification
  const others = total_result_count - total_signed_off_count - context.my_open_rows
  return (
    <label className={styles.toggle}>
      <input
        type="checkbox"
        checked={query.includeOthers}
        onChange={({ target }) => query.change({ includeOthers: target.checked })}
      />
      Include rows of other reviewers ({numberText(Math.max(0, others))} open)
    </label>
  )
}
