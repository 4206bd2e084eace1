import { useCallback, useEffect, useRef, useState } from 'react'
import { checkPack, type Progress } from './check/check-pack.ts'
import type { PackReport } from './check/faults.ts'
import type { Choice } from './choose-file.ts'

/** How far the reading of a pack has come. */
export type PackCheck =
  | { readonly kind: 'none' | 'stopped' }
  | { readonly kind: 'failed'; readonly file: File; readonly why: string }
  | { readonly kind: 'reading'; readonly file: File; readonly progress: Progress | undefined }
  | { readonly kind: 'read'; readonly file: File; readonly report: PackReport }

/** Milliseconds between two pictures of the progress. */
const stepMs = 100

/** Reads one pack at a time. Another choice takes its place, also one that is refused: an old answer would be taken for its. */
export function usePackCheck(): {
  readonly check: PackCheck
  /** Why the last choice was none. */
  readonly refusal: string | undefined
  readonly start: (choice: Choice) => void
  readonly stop: () => void
} {
  const [check, setCheck] = useState<PackCheck>({ kind: 'none' })
  const [refusal, setRefusal] = useState<string>()
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])

  const start = useCallback((choice: Choice) => {
    setRefusal('refusal' in choice ? choice.refusal : undefined)
    running.current?.abort()
    if ('refusal' in choice) {
      setCheck({ kind: 'none' })
      return
    }
    running.current = new AbortController()
    void readPack(choice.file, running.current.signal, setCheck)
  }, [])
  const stop = () => {
    running.current?.abort()
    setCheck({ kind: 'stopped' })
  }
  return { check, refusal, start, stop }
}

async function readPack(file: File, signal: AbortSignal, show: (check: PackCheck) => void): Promise<void> {
  show({ kind: 'reading', file, progress: undefined })
  let shownAt = 0
  const onProgress = (progress: Progress) => {
    if (signal.aborted || performance.now() - shownAt < stepMs) return
    shownAt = performance.now()
    show({ kind: 'reading', file, progress })
  }
  try {
    const report = await checkPack(file, { signal, onProgress })
    if (!signal.aborted) show({ kind: 'read', file, report })
  } catch (error) {
    if (!signal.aborted) show({ kind: 'failed', file, why: whyNot(error) })
  }
}

function whyNot(error: unknown): string {
  if (error instanceof DOMException)
    return 'The browser cannot read this file. It may have been moved or changed since it was chosen: choose it again.'
  const message = error instanceof Error ? error.message : String(error)
  return `This page could not verify the file (${message}). Verify it with tools/verify-pack.mjs.`
}
