import type { Window } from 'happy-dom'
import { onTestFinished } from 'vitest'

/** How happy-dom's window is told what a browser's user tells it. */
declare const happyDOM: Window['happyDOM']

/** Makes the window as narrow as that of a phone, where rows are cards and filters a sheet, until the test is over. */
export function narrowTheWindow(): void {
  const { innerWidth: width, innerHeight: height } = window
  happyDOM.setViewport({ width: 390, height: 844 })
  onTestFinished(() => happyDOM.setViewport({ width, height }))
}

/** Fetches the menus of the header, which a browser does in idle time. */
export async function fetchMenus(): Promise<void> {
  const { headerControls } = await import('#app/frame/header.tsx')
  await headerControls.fetch()
}
