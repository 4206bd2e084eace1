import { useEffect, useState } from 'react'
import { ErrorPanel } from './error-panel.tsx'
import type { LoadFailure } from './lazy-module.ts'
import { ReloadButton } from './reload-button.tsx'

type Props = {
  readonly why: LoadFailure
  /** Fetches the part again; the promise ends as that does. */
  readonly onRetry: () => Promise<unknown>
}

/** Milliseconds between two tries that nobody asked for. */
const retryMs = 10_000

const messages: Readonly<Record<LoadFailure, string>> = {
  'no answer': 'The server does not answer. This part loads by itself once the connection is back.',
  'new version': 'The server was updated since this page was loaded.',
  'not loaded': 'The server has it, but this browser does not load it.',
}

/** Shown in place of a part of the page whose code could not be fetched: why, and a button that tries again. */
export function PartFailure({ why, onRetry }: Props) {
  const [trying, setTrying] = useState(false)
  useEffect(() => {
    if (why === 'new version') return undefined
    const timer = setInterval(() => void onRetry(), retryMs)
    return () => clearInterval(timer)
  }, [why, onRetry])
  const retry = async () => {
    setTrying(true)
    await onRetry()
    setTrying(false)
  }
  const isNew = why === 'new version'
  return (
    <ErrorPanel
      title={isNew ? 'A new version is available' : 'This part could not be loaded'}
      message={trying ? 'Trying again …' : messages[why]}
      onRetry={isNew ? undefined : () => void retry()}
      actions={why === 'no answer' ? undefined : <ReloadButton />}
    />
  )
}
