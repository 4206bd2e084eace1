import { useEffect, useState } from 'react'
import { useConnectionState, useOnConnectionBack } from '#queries/use-connection.ts'
import { Icon } from '#ui/icon.tsx'
import styles from './connection-note.module.css'
import { connectionText } from './connection-text.ts'

/** Milliseconds for which the header says that the server is back. */
const backMs = 5_000

/**
 * Says in the header that the server is away, that `stored` changes are safe on this device meanwhile, and for a moment
 * that it is back.
 */
export function ConnectionNote({ stored }: { readonly stored: number }) {
  const text = connectionText(useConnectionState(), stored)
  const [isBack, setIsBack] = useState(false)
  useOnConnectionBack(() => setIsBack(true))
  useEffect(() => {
    if (!isBack) return undefined
    const timer = setTimeout(() => setIsBack(false), backMs)
    return () => clearTimeout(timer)
  }, [isBack])
  const shownText = text ?? (isBack ? 'Connected again.' : undefined)
  return (
    <output className={text === undefined ? `${styles.note} ${styles.back}` : styles.note}>
      {shownText !== undefined && <Icon name={text === undefined ? 'check' : 'alert'} />}
      {shownText}
    </output>
  )
}
