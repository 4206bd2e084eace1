import { type ReactNode, type ToggleEvent, useId, useState } from 'react'
import { flushSync } from 'react-dom'
import { Button } from './button.tsx'
import type { IconName } from './icon.tsx'
import styles from './popover.module.css'

type PopoverProps = {
  /** What the panel is, for screen readers. */
  readonly label: string
  /** What stands on the button. */
  readonly trigger: ReactNode
  /** The button's name, where more is to be said than stands on it. */
  readonly name?: string
  readonly icon?: IconName | undefined
  /** A tooltip of the button. */
  readonly tip?: string | undefined
  readonly className?: string | undefined
  /** Why it cannot be opened now, and the id of what says so in sight, where something does. */
  readonly refusal?: string | undefined
  readonly refusalAt?: string
  /** The panel's content; it is mounted each time the panel opens, so a draft in it starts afresh. */
  readonly children: (close: () => void) => ReactNode
}

const control = 'input, select, textarea, button'

/**
 * A button and the panel that it opens. The platform closes it on Esc and on a press elsewhere, and gives the focus
 * back; the focus moves to the first control inside.
 */
export function Popover({
  label,
  trigger,
  name,
  icon,
  tip,
  className,
  refusal,
  refusalAt,
  children,
}: PopoverProps) {
  const id = useId()
  const [panel, setPanel] = useState<HTMLDialogElement | null>(null)
  const [open, setOpen] = useState(false)

  // Before it shows and at once: the content must be there when the platform looks for a place and a focus.
  function beforeToggle(event: ToggleEvent<HTMLElement>) {
    if (event.target === event.currentTarget && event.newState === 'open') flushSync(() => setOpen(true))
  }

  function toggled(event: ToggleEvent<HTMLElement>) {
    if (event.target !== event.currentTarget) return
    if (event.newState === 'open') focusInto(event.currentTarget)
    else setOpen(false)
  }

  return (
    <>
      <Button
        icon={icon}
        aria-label={name}
        data-tip={tip}
        className={className}
        refusal={refusal}
        refusalAt={refusalAt}
        popoverTarget={refusal === undefined ? id : undefined}
        aria-haspopup="dialog"
        aria-expanded={open}
      >
        {trigger}
      </Button>
      <dialog
        ref={setPanel}
        id={id}
        popover="auto"
        aria-label={label}
        className={styles.panel}
        onBeforeToggle={beforeToggle}
        onToggle={toggled}
      >
        {open && children(() => panel?.hidePopover())}
      </dialog>
    </>
  )
}

/**
 * Focuses the element with `data-autofocus` in a panel, else its first control. For content that comes after its
 * panel has opened.
 */
export function focusInto(panel: HTMLElement): void {
  const asking = panel.querySelector<HTMLElement>('[data-autofocus]')
  const target = asking ?? panel.querySelector<HTMLElement>(control)
  target?.focus()
}
