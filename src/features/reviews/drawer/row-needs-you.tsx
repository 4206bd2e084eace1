import { changeText } from '../decide/change-text.ts'
import { useReview, useReviewList } from '../state/review-provider.ts'
import styles from './row-needs-you.module.css'
import { NotSavedActions } from '../decide/not-saved-actions.tsx'
import { type NeedsYouState, whyNotSaved } from '../decide/why-not-saved.ts'

type Props = {
  readonly id: number
  readonly state: NeedsYouState
}

/** A change that the server did not take: why, what it was, and what can be done. Nothing of it is lost meanwhile. */
export function RowNeedsYou({ id, state }: Props) {
  const { pending, viewer, zone } = useReview()
  const { choose } = useReviewList()
  return (
    <div className={styles.needsYou}>
      <strong>Not saved: {changeText(state.mine)}</strong>
      <p>{whyNotSaved(state, zone, viewer.user)}</p>
      <NotSavedActions id={id} state={state} pending={pending} onChoose={() => choose(id)} />
    </div>
  )
}
