import { type LazyModule, lazyModules } from './lazy-module.ts'

/** Milliseconds between two fetches where the engine does not say when it is idle. */
const pauseMs = 200

let underWay = false

/**
 * Fetches the code of every screen and dialog that is not here yet, `first` before all others, one file at a time, while
 * the browser has nothing else to do and the page is in view. Stops where the server does not answer; call it again when
 * it does.
 */
export async function fetchLazyModules(first?: LazyModule<unknown>): Promise<void> {
  if (underWay) return
  underWay = true
  const tried = new Set<unknown>()
  for (;;) {
    // What was fetched may name more code of its own.
    const all = first ? [first, ...lazyModules()] : lazyModules()
    const next = all.find((module) => !module.isReady() && !tried.has(module))
    if (!next) break
    tried.add(next)
    await idle()
    await inView()
    const loaded = await next.fetch()
    if (loaded.kind === 'failed' && loaded.why === 'no answer') break
  }
  underWay = false
}

/** Fetches again all code whose last fetch failed. For when the server is back. */
export function retryLazyModules(): void {
  for (const module of lazyModules()) if (module.hasFailed()) void module.fetch()
}

function idle(): Promise<unknown> {
  return new Promise((done) => {
    if ('requestIdleCallback' in window) requestIdleCallback(done)
    // WebKit has none.
    else setTimeout(done, pauseMs)
  })
}

function inView(): Promise<void> {
  return new Promise((done) => {
    if (document.visibilityState === 'visible') return done()
    document.addEventListener('visibilitychange', () => done(), { once: true })
  })
}
