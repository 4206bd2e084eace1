import { useRef, useState } from 'react'
import { canCheckSignatures, type KnownKey, NoPublicKey, readPublicKey } from './check/public-keys.ts'

/** A key that somebody writes or pastes. */
export type PastedKey = {
  readonly text: string
  readonly key: KnownKey | undefined
  /** What is wrong with the text. */
  readonly problem: string | undefined
  readonly change: (text: string) => void
}

/** Reads what is pasted as a key. */
export function usePastedKey(): PastedKey {
  const [text, setText] = useState('')
  const [read, setRead] = useState<Pick<PastedKey, 'key' | 'problem'>>(noKey)
  const newest = useRef('')
  const change = (next: string) => {
    newest.current = next
    setText(next)
    setRead(noKey)
    if (next.trim() !== '')
      void readKey(next).then((result) => {
        if (newest.current === next) setRead(result)
      })
  }
  return { text, ...read, change }
}

const noKey = { key: undefined, problem: undefined }

async function readKey(text: string): Promise<Pick<PastedKey, 'key' | 'problem'>> {
  try {
    const key = await readPublicKey(text)
    return { key: { ...key, from: 'pasted', replacedAt: null }, problem: undefined }
  } catch (error) {
    if (!(error instanceof NoPublicKey)) throw error
    // Such a browser takes no key at all; the answer about the signature says so.
    return { key: undefined, problem: (await canCheckSignatures()) ? error.message : undefined }
  }
}
