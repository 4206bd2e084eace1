import { useState } from 'react'
import { Button } from './button.tsx'
import type { IconName } from './icon.tsx'
import { Announcement } from './visually-hidden.tsx'

type CopyButtonProps = {
  readonly label: string
  /** What is copied, made when the button is pressed. */
  readonly text: () => string
  readonly icon?: IconName
  /** What it says when it has copied, where that is more than the usual word. */
  readonly copied?: string
  /** A tooltip. */
  readonly tip?: string
}

const saidMs = 2_000

/** Copies a text and says whether that worked. */
export function CopyButton({ label, text, icon = 'copy', copied = 'Copied', tip }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'idle' | 'copied' | 'failed'>('idle')

  async function copy() {
    try {
      await navigator.clipboard.writeText(text())
      setOutcome('copied')
    } catch {
      setOutcome('failed')
    }
    setTimeout(() => setOutcome('idle'), saidMs)
  }

  const message = { idle: '', copied, failed: 'Could not copy' }[outcome]
  return (
    <>
      <Button icon={outcome === 'copied' ? 'check' : icon} data-tip={tip} onClick={() => void copy()}>
        {message || label}
      </Button>
      <Announcement>{message}</Announcement>
    </>
  )
}
