import { createEmitter } from '#std/emitter.ts'
/**
 * Why code could not be fetched. `no answer`: the server is away. `new version`: it no longer has the file, because a
 * newer version runs. `not loaded`: it has the file, and the browser does not load it.
 */
export type LoadFailure = 'no answer' | 'new version' | 'not loaded'

/** How a fetch of code ended. */
export type Loaded<T> =
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'failed'; readonly why: LoadFailure }

/** Thrown by `LazyModule.load` when code could not be fetched. */
export class CodeNotLoaded extends Error {
  readonly why: LoadFailure

  constructor(why: LoadFailure) {
    super('A part of this page could not be loaded.')
    this.name = 'CodeNotLoaded'
    this.why = why
  }
}

/** Code in a file of its own, fetched when it is first needed, or in idle time before that (`idle-fetch.ts`). */
export type LazyModule<T> = {
  /** Fetches the code unless it is here, also after a failure. Resolves with how that ended; never rejects. */
  readonly fetch: () => Promise<Loaded<T>>
  /** Fetches the code and resolves with it; rejects with `CodeNotLoaded`. */
  readonly load: () => Promise<T>
  /** How the last fetch ended, or the promise of the one under way. The first call begins one. */
  readonly getState: () => Loaded<T> | Promise<Loaded<T>>
  readonly isReady: () => boolean
  readonly hasFailed: () => boolean
  /** Calls `fn` whenever a fetch has ended; returns how to stop. */
  readonly subscribe: (fn: () => void) => () => void
}

/** Milliseconds without an answer after which a fetch counts as failed; what comes later is still taken. */
const timeoutMs = 10_000

const created: LazyModule<unknown>[] = []

/**
 * Every `LazyModule` so far, newest first: the open screen made the newest, and its code is fetched before that of
 * others.
 */
export function lazyModules(): readonly LazyModule<unknown>[] {
  return created.toReversed()
}

type Options = {
  /**
   * No other file imports this one, and what it imports is here before it is: to fetch it under another address loads
   * nothing twice. A test compares that with the build.
   */
  readonly alone: boolean
}

/**
 * A `LazyModule` of what `pick` takes from the module that `get` imports. Once fetched it stays. Some browsers
 * remember a failed import until the page is reloaded: where `alone` is set, the file is then fetched under another
 * address.
 */
export function lazyModule<M, T>(
  get: () => Promise<M>,
  pick: (module: M) => T,
  { alone }: Options = { alone: false },
): LazyModule<T> {
  const { subscribe, emit } = createEmitter()
  let state: Loaded<T> | undefined
  let underWay: Promise<Loaded<T>> | undefined
  let otherAddresses = 0

  function end(next: Loaded<T>): Loaded<T> {
    // A fetch that was given up may end well before the next one does.
    if (state?.kind === 'ready') return state
    state = next
    underWay = undefined
    emit()
    return next
  }

  const take = (coming: Promise<M>) =>
    inTime(coming.then((module) => end({ kind: 'ready', value: pick(module) })))

  async function attempt(): Promise<Loaded<T>> {
    try {
      return await take(get())
    } catch (error) {
      const address = addressIn(error)
      const why = await whyNot(address ?? entryAddress())
      return why === 'not loaded' ? await attemptAgain(address) : end({ kind: 'failed', why })
    }
  }

  /** The server has the file: the connection is back by now, or the browser keeps the failure. */
  async function attemptAgain(address: string | undefined): Promise<Loaded<T>> {
    otherAddresses += 1
    const elsewhere = `${address}?retry=${otherAddresses}`
    try {
      // The same file holds the same module.
      return await take(alone && address ? (import(/* @vite-ignore */ elsewhere) as Promise<M>) : get())
    } catch {
      return end({ kind: 'failed', why: 'not loaded' })
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
    subscribe,
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

/** The file that a browser's message of a failed import names; WebKit names none. */
function addressIn(error: unknown): string | undefined {
  return /https?:\S+/.exec(error instanceof Error ? error.message : '')?.[0]
}

/** The page's own entry, which a new version takes away as it does the others. */
function entryAddress(): string | undefined {
  return document.querySelector<HTMLScriptElement>('script[type=module]')?.src
}

/** Asks the server whether it has a file. */
async function whyNot(address: string | undefined): Promise<LoadFailure> {
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
