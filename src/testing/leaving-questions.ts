/**
 * Takes note of what asks before the window is closed. Returns how to stop, which takes all of it away: a page asks for as long as
 * its window lasts, and here the next page is in the same one.
 */
export function holdLeavingQuestions(): () => void {
  const add = globalThis.addEventListener
  const asking: EventListenerOrEventListenerObject[] = []
  globalThis.addEventListener = (
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: AddEventListenerOptions | boolean,
  ) => {
    if (type === 'beforeunload') asking.push(listener)
    add.call(globalThis, type, listener, options)
  }
  return () => {
    globalThis.addEventListener = add
    for (const listener of asking) globalThis.removeEventListener('beforeunload', listener)
  }
}
