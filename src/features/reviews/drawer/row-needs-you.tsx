import { Button } from '#ui/button.tsx'
import { CopyButton } from '#ui/copy-button.tsx'
import { changeText } from '../decide/change-text.ts'
import { useReview } from '../table/review-context.ts'
import styles from './drawer.module.css'
import { type NeedsYouState, tryAgainText, whyNotSaved } from '../decide/why-not-saved.ts'

type Props = {
  readonly id: number
  readonly state: NeedsYouState
}

/** A change that the server did not take: why, what it was, and what can be done. Nothing of it is lost meanwhile. */
export function RowNeedsYou({ id, state }: Props) {
  const { pending, viewer, zone } = useReview()
  const { mine } = state
  const again = tryAgainText(state)
  return (
    <div className={styles.needsYou}>
      <strong>Not saved: {changeText(mine)}</strong>
      <p>{whyNotSaved(state, zone, viewer.user)}</p>
      <div className={styles.actions}>
        {again && <Button onClick={() => pending.retry(id)}>{again}</Button>}
        {mine.notes && <CopyButton label="Copy my note" text={() => mine.notes ?? ''} />}
        <Button onClick={() => pending.giveUp(id)}>Give it up</Button>
      </div>
    </div>
  )
}
