import { type KeyboardEvent, type ReactNode, useEffectEvent, useId, useLayoutEffect, useRef } from 'react'
import { Button, IconButton } from './button.tsx'
import styles from './dialog.module.css'
import { dialogClosed } from './guard-keys.ts'
import { pressIsStray } from './guard-presses.ts'
import { onPressBesideOf } from './press-beside.ts'
import { useSignInQuestion } from './signed-out.ts'

type DialogProps = {
  readonly title: ReactNode
  /** `box` in the middle, `drawer` along the right edge, `sheet` over the whole window. */
  readonly look?: 'box' | 'drawer' | 'sheet'
  /** What single keys do in it: act on the row that it shows, or nothing; without it, what they do in any dialog. */
  readonly keys?: 'row' | 'opening'
  /** Called when the person closes it (Esc, a press beside it, the button); unmount it then. */
  readonly onClose: () => void
  /** Buttons that stand between the title and the closing one. */
  readonly actions?: ReactNode
  readonly onKeyDown?: (event: KeyboardEvent<HTMLDialogElement>) => void
  readonly children: ReactNode
}

/**
 * A modal window, open for as long as it is mounted. The platform traps the focus and gives it back on unmount. Who
 * mounts it in answer to a key calls preventDefault on that key, or the same key presses the closing button.
 */
export function Dialog({ title, look = 'box', keys, onClose, actions, onKeyDown, children }: DialogProps) {
  const id = useId()
  const ref = useRef<HTMLDialogElement>(null)
  const closed = useRef(false)
  const askToSignIn = useSignInQuestion()

  // At once, and only once: the event `close` comes later, when another dialog may be open in the place of this one.
  function emitClose() {
    if (closed.current) return
    closed.current = true
    onClose()
  }
  function close() {
    ref.current?.close()
    emitClose()
  }
  const onPressBeside = useEffectEvent(close)

  useLayoutEffect(() => {
    const dialog = ref.current
    if (!dialog) return undefined
    dialog.showModal()
    const stop = onPressBesideOf(dialog, () => onPressBeside())
    return () => {
      stop()
      // Closing before React takes it out of the page is what gives the focus back.
      dialog.close()
      dialogClosed()
    }
  }, [])

  return (
    <dialog
      ref={ref}
      closedby="any"
      aria-labelledby={id}
      data-keys={keys}
      className={`${styles.dialog} ${styles[look]}`}
      onKeyDown={(event) => {
        onKeyDown?.(event)
        if (!isEscOfEmptySearch(event)) return
        // Or the browser closes the window below as well.
        event.preventDefault()
        close()
      }}
      // The platform closes it right after this.
      onCancel={(event) => {
        if (event.target !== event.currentTarget) return
        // The second half of the press that opened it, beside it.
        if (pressIsStray()) return event.preventDefault()
        dialogClosed()
        emitClose()
      }}
      onClose={(event) => {
        // StrictMode closes and opens it again; the event of that closing comes late.
        if (event.target === ref.current && !ref.current.open) emitClose()
      }}
    >
      <div className={styles.head}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        {actions}
        {askToSignIn && <Button onClick={askToSignIn}>Sign in again</Button>}
        <IconButton icon="close" label="Close" onClick={close} />
      </div>
      <div className={styles.body}>{children}</div>
    </dialog>
  )
}

/** WebKit keeps Esc to the search field that has the focus, also where there is nothing in it to clear. */
function isEscOfEmptySearch(event: KeyboardEvent<HTMLDialogElement>): boolean {
  const { key, target, currentTarget } = event
  if (key !== 'Escape' || event.defaultPrevented || !(target instanceof HTMLInputElement)) return false
  return target.type === 'search' && target.value === '' && target.closest('dialog') === currentTarget
}
