import { type KeyboardEvent, type RefObject, useLayoutEffect } from 'react'
import { autofocus } from '#ui/autofocus.ts'
import { FormField } from '#ui/form-field.tsx'
import { Hint } from '#ui/hint.tsx'

type Props = {
  readonly ref: RefObject<HTMLTextAreaElement | null>
  readonly label: string
  /** What becomes of the text, where that is not plain. */
  readonly hint?: string | undefined
  /** The note that stands there now and stays unless another is written. */
  readonly present?: string
  readonly text: string
  readonly problem: string
  readonly onChange: (text: string) => void
  readonly onSend: () => void
  /** Arrow down on the last line. */
  readonly onPastEnd?: () => void
}

/** The text of a note. It has the focus when its dialog opens, behind what stands there already; Enter sends. */
export function NoteField(props: Props) {
  const { ref, label, hint, present, text, problem, onChange, onSend, onPastEnd } = props
  // Before the dialog shows itself: its effect comes after those of what is in it.
  useLayoutEffect(() => {
    const field = ref.current
    field?.setSelectionRange(field.value.length, field.value.length)
    autofocus(field)
  }, [ref])
  return (
    <FormField
      label={label}
      hint={`${hint ? `${hint} ` : ''}Enter sends, Shift+Enter makes a new line.`}
      error={problem || undefined}
      below={present && <Hint>Stays unless you write another: “{present}”</Hint>}
    >
      {(wiring) => (
        <textarea
          {...wiring}
          ref={ref}
          rows={4}
          value={text}
          onChange={({ target }) => onChange(target.value)}
          onKeyDown={(event) => {
            if (sends(event)) {
              event.preventDefault()
              onSend()
            } else if (onPastEnd && event.key === 'ArrowDown') steppedDown(event, onPastEnd)
          }}
        />
      )}
    </FormField>
  )
}

/** Whether a key sends what is written. While a word is being composed, Enter belongs to the input method. */
function sends({ key, shiftKey, nativeEvent }: KeyboardEvent): boolean {
  return key === 'Enter' && !shiftKey && !nativeEvent.isComposing
}

/** Tells of an arrow down on the last line, and of any that the browser does nothing with. */
function steppedDown(event: KeyboardEvent<HTMLTextAreaElement>, onPastEnd: () => void): void {
  const { currentTarget: field, shiftKey, ctrlKey, metaKey, altKey, nativeEvent } = event
  if (shiftKey || ctrlKey || metaKey || altKey || nativeEvent.isComposing) return
  const { selectionStart, selectionEnd, value } = field
  if (selectionEnd === value.length || isOnLastLine(field)) {
    event.preventDefault()
    return onPastEnd()
  }
  setTimeout(() => {
    const stays = field.selectionStart === selectionStart && field.selectionEnd === selectionEnd
    if (stays && document.activeElement === field) onPastEnd()
  })
}

/** Whether nothing is below the caret; false too where the last line is broken, because only the browser knows where. */
function isOnLastLine(field: HTMLTextAreaElement): boolean {
  const last = field.value.lastIndexOf('\n') + 1
  if (field.selectionEnd < last) return false
  const { font, paddingLeft, paddingRight } = getComputedStyle(field)
  const pen = document.createElement('canvas').getContext('2d')
  if (!pen) return false
  pen.font = font
  const room = field.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight)
  return pen.measureText(field.value.slice(last)).width < room
}
