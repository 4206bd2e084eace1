import type { ExportTarget } from '#queries/exports/export-request.ts'
import { numberText } from '#ui/number-text.ts'
import { Foreign } from '#ui/foreign.tsx'
import styles from './exports.module.css'

/** A SCIM text of more characters is folded. */
const folded = 500

type Props = {
  readonly target: ExportTarget
  /** The filter in words, where they are known. */
  readonly words?: readonly string[]
  /** The message of the cause that is asked for, where it is known. */
  readonly cause_message?: string | undefined
  /** Whether its maker sees all rows of the review; undefined while that is not known. */
  readonly whole: boolean | undefined
}

const noWords: readonly string[] = []

/** The filter of an export: in words, and the SCIM text that the server is sent. */
export function QueryTexts({ target, words = noWords, cause_message, whole }: Props) {
  const texts = [target.filter, target.kind === 'review' ? target.mutable_filter : undefined].filter(
    (text) => text !== undefined,
  )
  const parts = [...words, ...ownWords(target, cause_message)]
  if (texts.length === 0 && parts.length === 0) {
    if (target.kind === 'events') return 'None: every event'
    return whole === false ? 'None: every row that you may see' : 'None: every row'
  }
  return (
    <div className={styles.filter}>
      {parts.map((part) => (
        <span key={part}>
          <Foreign text={part} />
        </span>
      ))}
      {texts.map((text) =>
        text.length > folded ? (
          <details key={text}>
            <summary>SCIM text of {numberText(text.length)} characters</summary>
            <Scim text={text} />
          </details>
        ) : (
          <Scim key={text} text={text} />
        ),
      )}
    </div>
  )
}

/** What the documented filter cannot say, in words. */
function ownWords(target: ExportTarget, cause_message: string | undefined): readonly string[] {
  if (target.kind === 'review') return []
  const { cause } = target
  const message = target.kind === 'events' ? target.message : undefined
  return [
    ...(cause === undefined ? [] : [`Cause is ${causeInWords(cause, cause_message)}`]),
    ...(message === undefined ? [] : [`Message contains "${message}"`]),
  ]
}

function causeInWords(cause: string, message: string | undefined): string {
  if (message === undefined) return cause
  return message.trim() === '' ? 'a failure without a message' : `"${message}"`
}

function Scim({ text }: { readonly text: string }) {
  return (
    <code className={styles.scim}>
      <Foreign text={text} />
    </code>
  )
}
