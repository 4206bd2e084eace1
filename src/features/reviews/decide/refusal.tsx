import { Foreign } from '#ui/foreign.tsx'
import styles from './row-action.module.css'

/** Why what a dialog asks about cannot be done any more, said as soon as that is so; nothing while it can. */
export function Refusal({ text }: { readonly text: string | undefined }) {
  return text === undefined ? null : (
    <p role="alert" className={styles.error}>
      <Foreign text={text} />
    </p>
  )
}
