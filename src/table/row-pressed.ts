/** The index of the row that a press was on, unless it was on a control in it, or in a window that opened from it. */
export function rowPressed(target: EventTarget | null): number | undefined {
  if (!(target instanceof Element) || target.closest('button, a, input, label, dialog')) return undefined
  const index = target.closest<HTMLElement>('[data-index]')?.dataset['index']
  return index === undefined ? undefined : Number(index)
}
