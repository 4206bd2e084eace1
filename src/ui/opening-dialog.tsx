import { autofocus } from './autofocus.ts'
import { Dialog } from './dialog.tsx'
import styles from './dialog.module.css'

type Props = {
  readonly title: string
  readonly look?: 'box' | 'drawer'
  /** Called when the person no longer waits for it. */
  readonly onClose: () => void
}

/** An empty dialog in place of one whose code is on its way: keys pressed meanwhile do nothing, and Esc closes it. */
export function OpeningDialog({ title, look = 'box', onClose }: Props) {
  return (
    <Dialog title={title} look={look} keys="opening" onClose={onClose}>
      {/* Not a button: whoever types already would press it. */}
      <p tabIndex={-1} ref={autofocus} className={styles.opening}>
        Opening …
      </p>
    </Dialog>
  )
}
