import { useState } from 'react'
import { Button } from './button.tsx'
import type { IconName } from './icon.tsx'
import { Announcement } from './visually-hidden.tsx'

type CopyButtonProps = {
  readonly label: string
  /** What is copied, made when the button is pressed. */
  readonly text: () => string
  readonly icon?: IconName
}

const saidMs = 2_000
const messages = { idle: '', copied: 'Copied', failed: 'Could not copy' } as const

/** Copies a text and says whether that worked. */
export function CopyButton({ label, text, icon = 'copy' }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<keyof typeof messages>('idle')

  async function copy() {
    try {
      await navigator.clipboard.writeText(text())
      setOutcome('copied')
    } catch {
      setOutcome('failed')
    }
    setTimeout(() => setOutcome('idle'), saidMs)
  }

  return (
    <>
      <Button icon={outcome === 'copied' ? 'check' : icon} onClick={() => void copy()}>
        {messages[outcome] || label}
      </Button>
      <Announcement>{messages[outcome]}</Announcement>
    </>
  )
}
