import { type KeyboardEvent, type RefObject, useId } from 'react'
import { autofocus } from '#ui/autofocus.ts'
import styles from './deed.module.css'

type Props = {
  readonly ref: RefObject<HTMLTextAreaElement | null>
  readonly label: string
  /** The note that stands there now and stays unless another is written. */
  readonly present: string
  readonly text: string
  readonly problem: string
  readonly onChange: (text: string) => void
  readonly onSend: () => void
  /** Arrow down on the last line. */
  readonly onPastEnd: () => void
}

/** The text of a note. It has the focus when its dialog opens; Enter sends. */
export function NoteField({ ref, label, present, text, problem, onChange, onSend, onPastEnd }: Props) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <textarea
        ref={(element) => {
          ref.current = element
          autofocus(element)
        }}
        id={id}
        maxLength={10_000}
        value={text}
        aria-invalid={problem !== ''}
        aria-describedby={`${id}-hint`}
        onChange={({ target }) => onChange(target.value)}
        onKeyDown={(event) => {
          if (sends(event)) {
            event.preventDefault()
            onSend()
          } else if (event.key === 'ArrowDown') steppedDown(event, onPastEnd)
        }}
      />
      <p id={`${id}-hint`} className={problem ? styles.error : styles.hint}>
        {problem || 'Enter sends, Shift+Enter makes a new line.'}
      </p>
      {present && <p className={styles.hint}>The note so far: {present}</p>}
    </div>
  )
}

/** Whether a key sends what is written. While a word is being composed, Enter belongs to the input method. */
export function sends({ key, shiftKey, nativeEvent }: KeyboardEvent): boolean {
  return key === 'Enter' && !shiftKey && !nativeEvent.isComposing
}

/** Tells of an arrow down that the browser does nothing with: only it knows where a long line is broken. */
function steppedDown(event: KeyboardEvent<HTMLTextAreaElement>, onPastEnd: () => void): void {
  const { currentTarget: field, shiftKey, ctrlKey, metaKey, altKey, nativeEvent } = event
  if (shiftKey || ctrlKey || metaKey || altKey || nativeEvent.isComposing) return
  const { selectionStart, selectionEnd, value } = field
  if (selectionStart === value.length) {
    event.preventDefault()
    return onPastEnd()
  }
  setTimeout(() => {
    const stays = field.selectionStart === selectionStart && field.selectionEnd === selectionEnd
    if (stays && document.activeElement === field) onPastEnd()
  })
}
