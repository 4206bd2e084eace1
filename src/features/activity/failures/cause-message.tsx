import { Foreign } from '#ui/foreign.tsx'
import { Muted } from '#ui/muted.tsx'
import { VisuallyHidden } from '#ui/visually-hidden.tsx'
import { messageParts } from './message-parts.ts'
import styles from './failures.module.css'

/** The message of a cause, with a mark in each place where its events differ; or that they say nothing. */
export function CauseMessage({ message }: { readonly message: string }) {
  if (message.trim() === '') return <Muted>Failed without a message</Muted>
  return messageParts(message).map(({ text, isMark }, place) =>
    isMark ? (
      // oxlint-disable-next-line react/no-array-index-key -- the parts of a text have no other name
      <span key={place} className={styles.mark} data-tip={`Another ${text} in each event`}>
        <VisuallyHidden>any </VisuallyHidden>
        {text}
      </span>
    ) : (
      // oxlint-disable-next-line react/no-array-index-key -- the parts of a text have no other name
      <Foreign key={place} text={text} />
    ),
  )
}
