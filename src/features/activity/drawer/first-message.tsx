import type { ActionEvent } from '#contract/activity/action-event.ts'
import { Marked } from '#ui/marked.tsx'
import { Muted } from '#ui/muted.tsx'
import styles from './event-details.module.css'

/** A message of more characters is cut where it stands first, and whole among all messages. */
const shownFirst = 1000

/** What an event says first, close to its state; of a failure also that it says nothing. */
export function FirstMessage({ event: { state, messages } }: { readonly event: ActionEvent }) {
  const [first] = messages
  if (!first) return state === 'ERRORED' ? <Muted>No message says why.</Muted> : null
  return (
    <p className={styles.message}>
      <Marked text={isCut(first) ? `${wellFormed(first.slice(0, shownFirst))}…` : first} />
    </p>
  )
}

/** All messages, unless there is one alone, which stands whole beside the state. */
export function Messages({ messages }: Pick<ActionEvent, 'messages'>) {
  const [first] = messages
  if (messages.length === 1 && first && !isCut(first)) return null
  return (
    <section>
      <h3>Messages</h3>
      {messages.length === 0 ? (
        <p>
          <Muted>None.</Muted>
        </p>
      ) : (
        <ol className={styles.messages}>
          {messages.map((message, place) => (
            // oxlint-disable-next-line react/no-array-index-key -- the same message may stand twice
            <li key={place}>
              <Marked text={message} />
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

function isCut(message: string): boolean {
  return message.length > shownFirst
}

/** Without the half of a character at its end. */
function wellFormed(text: string): string {
  return text.replace(/[\uD800-\uDBFF]$/, '')
}
