/**
 * A `ref` for the control that has the focus when its dialog opens. It sets the attribute that the platform reads in
 * `showModal()`; React's own `autoFocus` comes too early for that.
 */
export function autofocus(element: HTMLElement | null): void {
  element?.setAttribute('autofocus', '')
}

/** A `ref` for a control that appears in a dialog that is open already, and takes the focus as it does. */
export function focusAtOnce(element: HTMLElement | null): void {
  element?.focus()
}
