import { useEffect, useEffectEvent } from 'react'

/** What single keys do, by key. */
export type KeyDeeds = Readonly<Partial<Record<string, () => void>>>

/**
 * Answers single keys anywhere on the screen: not while somebody types, not with Ctrl, Alt or Cmd held, and not while a
 * window is open over the table, which has keys of its own.
 */
export function useReviewKeys(deeds: KeyDeeds): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (isTyping(event.target) || isCovered()) return
    const deed = deeds[event.key]
    if (!deed) return
    event.preventDefault()
    deed()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => press(event)
    document.addEventListener('keydown', listener)
    return () => document.removeEventListener('keydown', listener)
  }, [])
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.matches('textarea, select')) return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type)
}

function isCovered(): boolean {
  return document.querySelector('dialog:is([open], :popover-open)') !== null
}
