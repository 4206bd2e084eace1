const knowsClosedBy = 'closedBy' in HTMLDialogElement.prototype

/**
 * Calls back when somebody presses beside a modal dialog, in browsers without `closedby="any"` (WebKit). A press that
 * begins inside does not count, as when text is selected. Returns how to stop.
 */
export function onPressBesideOf(dialog: HTMLDialogElement, onPress: () => void): () => void {
  if (knowsClosedBy) return () => undefined
  const stop = new AbortController()
  const { signal } = stop
  let begun = false
  dialog.addEventListener('pointerdown', (event) => (begun = isBeside(dialog, event)), { signal })
  dialog.addEventListener('click', (event) => begun && isBeside(dialog, event) && onPress(), { signal })
  return () => stop.abort()
}

/** What covers the page around a window belongs to the window, as its `::backdrop`. */
function isBeside(dialog: HTMLDialogElement, { target, clientX, clientY }: MouseEvent): boolean {
  const { left, top, right, bottom } = dialog.getBoundingClientRect()
  return target === dialog && (clientX < left || clientX > right || clientY < top || clientY > bottom)
}
