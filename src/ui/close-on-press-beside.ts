const knowsClosedBy = 'closedBy' in HTMLDialogElement.prototype

/**
 * Closes a modal window on a press beside it, in browsers that do not do so for `closedby="any"` (WebKit). A press that
 * begins inside, as when text is selected, closes nothing. Returns how to stop.
 */
export function closeOnPressBeside(dialog: HTMLDialogElement): () => void {
  if (knowsClosedBy) return () => undefined
  const stop = new AbortController()
  const { signal } = stop
  let begun = false
  dialog.addEventListener('pointerdown', (event) => (begun = isBeside(dialog, event)), { signal })
  dialog.addEventListener('click', (event) => begun && isBeside(dialog, event) && dialog.close(), { signal })
  return () => stop.abort()
}

/** What covers the page around a window belongs to the window, as its `::backdrop`. */
function isBeside(dialog: HTMLDialogElement, { target, clientX, clientY }: MouseEvent): boolean {
  const { left, top, right, bottom } = dialog.getBoundingClientRect()
  return target === dialog && (clientX < left || clientX > right || clientY < top || clientY > bottom)
}
