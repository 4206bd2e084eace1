import type { ExportTarget } from '#queries/exports/export-request.ts'
import { Foreign } from '#ui/foreign.tsx'
import styles from './exports.module.css'

type Props = {
  readonly target: ExportTarget
  /** The filter in words, where they are known. */
  readonly words?: readonly string[]
}

/** The filter of an export: in words, and the SCIM text that the server is sent. */
export function QueryTexts({ target, words }: Props) {
  const texts = [target.filter, target.kind === 'review' ? target.mutable_filter : undefined].filter(
    (text) => text !== undefined,
  )
  if (texts.length === 0) return target.kind === 'review' ? 'No filter: every row' : 'No filter: every event'
  return (
    <div className={styles.filter}>
      {words?.map((part) => (
        <span key={part}>
          <Foreign text={part} />
        </span>
      ))}
      {texts.map((text) => (
        <code key={text} className={styles.scim}>
          <Foreign text={text} />
        </code>
      ))}
    </div>
  )
}
