import { type KeyboardEvent, type ReactNode, useEffectEvent, useId, useLayoutEffect, useRef } from 'react'
import { IconButton } from './button.tsx'
import styles from './dialog.module.css'
import { dialogClosed } from './guard-keys.ts'

type Props = {
  readonly title: ReactNode
  /** What single keys do while it has the focus: act on the row that it shows. */
  readonly keys: 'row'
  /** Called when the person closes it (Esc, the button); unmount it then. */
  readonly onClose: () => void
  /** Buttons that stand between the title and the closing one. */
  readonly actions?: ReactNode
  readonly onKeyDown?: (event: KeyboardEvent<HTMLDialogElement>) => void
  readonly children: ReactNode
}

/**
 * A window beside what it is about, for as long as it is mounted: nothing is dimmed, and all that stands beside it stays
 * in use. It takes the focus as it opens, and gives it back where it still has it. Esc closes it from wherever the focus
 * is, unless something else is open.
 */
export function SidePane({ title, keys, onClose, actions, onKeyDown, children }: Props) {
  const id = useId()
  const ref = useRef<HTMLDialogElement>(null)
  const onEscape = useEffectEvent((event: globalThis.KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing || isOtherOpen()) return
    if (event.target instanceof HTMLInputElement && event.target.value !== '') return
    event.preventDefault()
    onClose()
  })
  // Before it is seen: a busy browser runs other effects late, and Esc would go unheard until then.
  useLayoutEffect(() => {
    const listener = (event: globalThis.KeyboardEvent) => onEscape(event)
    document.addEventListener('keydown', listener)
    return () => document.removeEventListener('keydown', listener)
  }, [])
  useLayoutEffect(() => {
    const dialog = ref.current
    if (!dialog) return undefined
    dialog.show()
    return () => {
      dialog.close()
      dialogClosed()
    }
  }, [])
  return (
    <dialog
      ref={ref}
      aria-labelledby={id}
      data-keys={keys}
      className={`${styles.dialog} ${styles.beside}`}
      onKeyDown={onKeyDown}
    >
      <div className={styles.head}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        {actions}
        <IconButton icon="close" label="Close" onClick={onClose} />
      </div>
      <div className={styles.body}>{children}</div>
    </dialog>
  )
}

/** Whether a window stands over the page that Esc is for. */
function isOtherOpen(): boolean {
  return document.querySelector('dialog:is(:modal, :popover-open)') !== null
}
