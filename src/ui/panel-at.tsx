import { type ReactNode, type ToggleEvent, useLayoutEffect, useRef } from 'react'
import { focusInto } from './popover.tsx'
import styles from './popover.module.css'

/** A place in the window, in pixels from its top left corner. */
export type WindowPlace = { readonly left: number; readonly top: number }

type Props = {
  /** What the panel is, for screen readers. */
  readonly label: string
  readonly at: WindowPlace
  /** It was closed, by Esc, a press elsewhere or `close`: unmount it. */
  readonly onClose: () => void
  readonly children: ReactNode
}

/** Room that is left at the edges of the window. */
const edge = 8

/**
 * A panel at a place, open for as long as it is mounted, for what is opened from no button. The platform closes it on Esc
 * and on a press elsewhere, and gives the focus back; the focus moves to the first control inside.
 */
export function PanelAt({ label, at, onClose, children }: Props) {
  const ref = useRef<HTMLDialogElement>(null)
  const isMounted = useRef(false)
  useLayoutEffect(() => {
    const panel = ref.current
    if (!panel) return undefined
    isMounted.current = true
    panel.showPopover()
    const { offsetWidth, offsetHeight } = panel
    panel.style.left = `${Math.max(edge, Math.min(at.left, innerWidth - offsetWidth - edge))}px`
    panel.style.top = `${Math.max(edge, Math.min(at.top, innerHeight - offsetHeight - edge))}px`
    focusInto(panel)
    return () => {
      // Whoever unmounts it knows that it closes; the focus goes back by this.
      isMounted.current = false
      panel.hidePopover()
    }
  }, [at])
  const toggled = (event: ToggleEvent<HTMLElement>) => {
    if (event.target === event.currentTarget && event.newState === 'closed' && isMounted.current) onClose()
  }
  return (
    <dialog
      ref={ref}
      popover="auto"
      aria-label={label}
      className={styles.panel}
      style={{ inset: 'auto', margin: 0 }}
      onToggle={toggled}
    >
      {children}
    </dialog>
  )
}
