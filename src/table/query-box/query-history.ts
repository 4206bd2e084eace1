import { createEmitter } from '#std/emitter.ts'

/** So many queries are kept. */
export const queryLimit = 20

/** The queries that one person has applied in this browser. */
export type StoredQueries = {
  /** Their texts, newest first. */
  readonly texts: readonly string[]
  /** Whether the browser keeps them; it may refuse, and they are gone with the page then. */
  readonly kept: boolean
}

/** The queries of one person: read, changed, and followed when another tab changes them. */
export type QueryHistory = {
  /** The same object until something has changed. */
  readonly read: () => StoredQueries
  /** Puts a text that has been applied before all others. */
  readonly remember: (text: string) => void
  readonly remove: (text: string) => void
  readonly clear: () => void
  /** Calls `fn` whenever they have changed, here or in another tab; returns how to stop. */
  readonly subscribe: (fn: () => void) => () => void
}

/** What the browser refused to store, by its key. */
const refused = new Map<string, string>()

/** The queries under a key of `localStorage`. What is stored there and cannot be read counts as none, and is written over. */
export function createQueryHistory(key: string): QueryHistory {
  const { subscribe, emit } = createEmitter()
  let last: { readonly stored: string; readonly queries: StoredQueries } | undefined

  function read(): StoredQueries {
    const refusedText = refused.get(key)
    const stored = refusedText ?? localStorage.getItem(key) ?? '[]'
    if (last?.stored !== stored || last.queries.kept !== (refusedText === undefined))
      last = { stored, queries: { texts: textsIn(stored), kept: refusedText === undefined } }
    return last.queries
  }

  function write(texts: readonly string[]): void {
    const stored = JSON.stringify(texts.slice(0, queryLimit))
    try {
      localStorage.setItem(key, stored)
      refused.delete(key)
    } catch (error) {
      // There is no room for them, or the browser stores nothing: they last as long as the page.
      if (!(error instanceof DOMException)) throw error
      refused.set(key, stored)
    }
    emit()
  }

  const without = (text: string) => read().texts.filter((other) => other !== text)
  return {
    read,
    remember: (text) => write([text, ...without(text)]),
    remove: (text) => write(without(text)),
    clear: () => write([]),
    subscribe(fn) {
      const stop = subscribe(fn)
      const stopTabs = new AbortController()
      addEventListener('storage', fn, { signal: stopTabs.signal })
      return () => {
        stop()
        stopTabs.abort()
      }
    },
  }
}

function textsIn(stored: string): readonly string[] {
  try {
    const list: unknown = JSON.parse(stored)
    if (!Array.isArray(list)) return []
    const texts = list.filter((text): text is string => typeof text === 'string' && text.trim() !== '')
    return [...new Set(texts)].slice(0, queryLimit)
  } catch {
    // Tampered with, or written by another version: nothing is remembered then.
    return []
  }
}
