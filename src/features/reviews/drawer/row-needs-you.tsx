import { Button } from '#ui/button.tsx'
import { CopyButton } from '#ui/copy-button.tsx'
import { changeText } from '../decide/change-text.ts'
import { useReview, useReviewList } from '../state/review-context.ts'
import styles from './drawer.module.css'
import { isAgainst } from '#decisions/row-states.ts'
import { chooseText, type NeedsYouState, tryAgainText, whyNotSaved } from '../decide/why-not-saved.ts'

type Props = {
  readonly id: number
  readonly state: NeedsYouState
}

/** A change that the server did not take: why, what it was, and what can be done. Nothing of it is lost meanwhile. */
export function RowNeedsYou({ id, state }: Props) {
  const { pending, viewer, zone } = useReview()
  const { choose } = useReviewList()
  const { mine } = state
  const again = tryAgainText(state)
  return (
    <div className={styles.needsYou}>
      <strong>Not saved: {changeText(mine)}</strong>
      <p>{whyNotSaved(state, zone, viewer.user)}</p>
      <div className={styles.actions}>
        {isAgainst(state) && <Button onClick={() => choose(id)}>{chooseText}</Button>}
        {again && <Button onClick={() => pending.retry(id)}>{again}</Button>}
        {mine.notes && <CopyButton label="Copy my note" text={() => mine.notes ?? ''} />}
        <Button onClick={() => pending.giveUp(id)}>Discard my change</Button>
      </div>
    </div>
  )
}
