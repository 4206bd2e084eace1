import { Fragment } from 'react'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Foreign } from '#ui/foreign.tsx'
import type { UnreadablePart } from './address-params.ts'
import styles from './unreadable-notice.module.css'

type Props = {
  readonly unreadable: readonly UnreadablePart[]
  /** Takes all of it out of the address. */
  readonly onDrop: () => void
}

/** Stands in place of the rows while a part of the address cannot be read: lists each such part with the reason. */
export function UnreadableNotice({ unreadable, onDrop }: Props) {
  const isSingle = unreadable.length === 1 && unreadable[0]?.params.length === 1
  return (
    <div role="alert">
      <EmptyState
        title="Part of this link could not be read"
        actions={<Button onClick={onDrop}>{isSingle ? 'Show without it' : 'Show without them'}</Button>}
      >
        <p>Nothing is listed yet: without this part, it could be other rows than the link asks for.</p>
        <ul className={styles.parts}>
          {unreadable.map(({ params, reason }) => (
            <li key={params.map(({ raw }) => raw).join('&')}>
              {params.map(({ raw, name, value }, at) => (
                // oxlint-disable-next-line react/no-array-index-key -- the same may stand there twice
                <Fragment key={`${at} ${raw}`}>
                  {at > 0 && ', '}
                  <code>
                    <Foreign text={shortened(`${name}=${value}`)} />
                  </code>
                </Fragment>
              ))}{' '}
              — {reason}
            </li>
          ))}
        </ul>
      </EmptyState>
    </div>
  )
}

const maxLetters = 120

/** A text that is not longer than a few lines, with its length where it was cut. */
function shortened(text: string): string {
  const letters = Array.from(text)
  if (letters.length <= maxLetters) return text
  return `${letters.slice(0, maxLetters).join('')} … (${letters.length.toLocaleString('en')} characters)`
}
