/**
 * A ref for what takes the focus when its window opens. The platform looks for the attribute when it shows a dialog;
 * React's own `autoFocus` would come too early.
 */
export function autofocus(element: HTMLElement | null): void {
  element?.setAttribute('autofocus', '')
}

/** A ref for what takes the focus as it appears in a window that is open already. */
export function focusAtOnce(element: HTMLElement | null): void {
  element?.focus()
}
