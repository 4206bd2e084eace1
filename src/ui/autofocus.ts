/**
 * A ref for what takes the focus when its window opens. The platform looks for the attribute when it shows a dialog;
 * React's own `autoFocus` would come too early.
 */
export function autofocus(element: HTMLElement | null): void {
  element?.setAttribute('autofocus', '')
}
