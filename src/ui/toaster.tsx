import { useEffect, useRef, useSyncExternalStore } from 'react'
import styles from './toaster.module.css'
import { Announcement } from './visually-hidden.tsx'

/** An object for each call, so that the same text twice is two toasts. */
type Toast = { readonly text: string }

const shownMs = 6_000
let current: Toast | undefined
let timer: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<() => void>()

function show(next: Toast | undefined) {
  current = next
  for (const listener of listeners) listener()
}

/** Says one short sentence at the edge of the window for six seconds; a newer one takes its place. */
export function toast(text: string): void {
  clearTimeout(timer)
  timer = setTimeout(() => show(undefined), shownMs)
  show({ text })
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Where toasts appear; mounted once. The live region is there before any text, or nothing would be announced. */
export function Toaster() {
  const shown = useSyncExternalStore(subscribe, () => current)
  const panel = useRef<HTMLDivElement>(null)

  // Shown anew for each text: what is shown last lies above a modal window opened meanwhile.
  useEffect(() => {
    const element = panel.current
    if (!shown || !element) return undefined
    element.showPopover()
    return () => element.hidePopover()
  }, [shown])

  return (
    <>
      <Announcement>{shown?.text}</Announcement>
      <div ref={panel} popover="manual" aria-hidden="true" className={styles.toast}>
        {shown?.text}
      </div>
    </>
  )
}
