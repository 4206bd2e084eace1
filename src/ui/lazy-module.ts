/**
 * Why code could not be fetched: nothing answered; the server no longer has the file, because a new version was started;
 * or the server has it and the browser still does not load it.
 */
export type LoadFailure = 'no answer' | 'new version' | 'not loaded'

/** How a fetch of code ended. */
export type Loaded<T> =
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'failed'; readonly why: LoadFailure }

/** Code that could not be fetched, for who cannot do without it. */
export class CodeNotLoaded extends Error {
  readonly why: LoadFailure

  constructor(why: LoadFailure) {
    super('A part of this page could not be loaded.')
    this.name = 'CodeNotLoaded'
    this.why = why
  }
}

/** Code that is a file of its own, fetched when it is needed or, before that, in idle time (idle-fetch.ts). */
export type LazyModule<T> = {
  /** Fetches the code, again where that failed before, and says how it ended. Never rejects. */
  readonly fetch: () => Promise<Loaded<T>>
  /** The same, for who cannot go on without it: rejects with `CodeNotLoaded`. */
  readonly load: () => Promise<T>
  /** How the newest fetch ended, or the one that is under way; the first call begins one. */
  readonly getState: () => Loaded<T> | Promise<Loaded<T>>
  readonly isReady: () => boolean
  readonly hasFailed: () => boolean
  /** Calls `fn` whenever a fetch has ended; returns how to stop. */
  readonly subscribe: (fn: () => void) => () => void
}

/** Milliseconds without an answer after which a fetch counts as failed; what comes later is still taken. */
const timeoutMs = 10_000

const created: LazyModule<unknown>[] = []

/** Everything that `lazyModule` was called for so far, newest first: what the open screen wants comes before other screens. */
export function lazyModules(): readonly LazyModule<unknown>[] {
  return created.toReversed()
}

/**
 * Code that `get` imports. Once it is here it stays; a failed import is made again at the same address, which browsers
 * fetch anew and which loads nothing twice (docs/decisions/0017).
 */
export function lazyModule<T>(get: () => Promise<T>): LazyModule<T> {
  const listeners = new Set<() => void>()
  let state: Loaded<T> | undefined
  let underWay: Promise<Loaded<T>> | undefined

  function end(next: Loaded<T>): Loaded<T> {
    // A fetch that was given up may end well before the next one does.
    if (state?.kind === 'ready') return state
    state = next
    underWay = undefined
    for (const fn of listeners) fn()
    return next
  }

  async function attempt(): Promise<Loaded<T>> {
    const coming = get().then((value) => end({ kind: 'ready', value }))
    try {
      return await inTime(coming)
    } catch (error) {
      return end({ kind: 'failed', why: await whyNot(error) })
    }
  }

  const module: LazyModule<T> = {
    fetch: () => (state?.kind === 'ready' ? Promise.resolve(state) : (underWay ??= attempt())),
    async load() {
      const loaded = await module.fetch()
      if (loaded.kind === 'failed') throw new CodeNotLoaded(loaded.why)
      return loaded.value
    },
    getState: () => state ?? module.fetch(),
    isReady: () => state?.kind === 'ready',
    hasFailed: () => state?.kind === 'failed',
    subscribe(fn) {
      listeners.add(fn)
      return () => listeners.delete(fn)
    },
  }
  created.push(module)
  return module
}

function inTime<T>(coming: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer in time')), timeoutMs)
    coming.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/**
 * Asks the server for the file that the browser's message names, else for the page's own entry, which a new version takes
 * away too.
 */
async function whyNot(error: unknown): Promise<LoadFailure> {
  const [named] = /https?:\S+/.exec(error instanceof Error ? error.message : '') ?? []
  const address = named ?? document.querySelector<HTMLScriptElement>('script[type=module]')?.src
  if (address === undefined) return 'not loaded'
  try {
    const options = { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(timeoutMs) } as const
    const { status } = await fetch(address, options)
    if (status === 404) return 'new version'
    return status < 500 ? 'not loaded' : 'no answer'
  } catch {
    return 'no answer'
  }
}
