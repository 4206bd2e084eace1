import { Foreign } from '#ui/foreign.tsx'
import styles from './row-action.module.css'

/** Why what a dialog asks about cannot be done any more, said as soon as that is so; nothing while it can. */
export function Refusal({
  text,
  id,
}: {
  readonly text: string | undefined
  /** For the button that cannot be pressed because of it. */
  readonly id?: string
}) {
  return text === undefined ? null : (
    <p id={id} role="alert" className={styles.error}>
      <Foreign text={text} />
    </p>
  )
}
