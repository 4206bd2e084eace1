import { type KeyboardEvent, useId, useRef, useState } from 'react'
import type { Result } from '#contract/result.ts'
import type { RowChange } from '#decisions/row-change.ts'
import type { ReviewReader } from '#queries/row-situation.ts'
import { autofocus } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import styles from './deed.module.css'
import { rowName } from './kit.ts'
import { type NoteDeed, noteAsked, noteChange } from './note-asked.ts'
import { recentReasons, rememberReason } from './recent-reasons.ts'

type Props = {
  readonly deed: NoteDeed
  readonly row: Result
  readonly reader: Pick<ReviewReader, 'user' | 'settings'>
  readonly onDone: (change: RowChange) => void
  readonly onClose: () => void
}

/**
 * Asks for the note of a decision, or for a note alone. Digits choose among the stored notes, or where there are none
 * among the reader's last ones, and Enter sends.
 */
export function NoteDialog({ deed, row, reader, onDone, onClose }: Props) {
  const { title, send, required, stored } = noteAsked(deed, row, reader.settings)
  const [recent] = useState(() => (stored.length > 0 ? [] : recentReasons(reader.user, deed)))
  const offered = stored.length > 0 ? stored : recent
  const [text, setText] = useState(deed === 'note' ? row.notes : '')
  const [problem, setProblem] = useState('')
  const submit = useRef<HTMLButtonElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)

  const choose = (note: string) => {
    setText(note)
    setProblem('')
    submit.current?.focus()
  }
  const finish = () => {
    const change = noteChange(deed, row, text)
    const note = text.trim()
    if (required && note === '') {
      setProblem('A reason is needed here.')
      return field.current?.focus()
    }
    if (note !== '' && change && !stored.includes(note)) rememberReason(reader.user, deed, note)
    return change ? onDone(change) : onClose()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const note = offered[Number(event.key) - 1]
    const free = !event.ctrlKey && !event.metaKey && !event.altKey && event.target !== field.current
    if (note === undefined || !free) return
    event.preventDefault()
    choose(note)
  }
  return (
    <Dialog title={title} onClose={onClose} onKeyDown={onKeyDown}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          finish()
        }}
      >
        <p>{rowName(row)}</p>
        {offered.length > 0 && (
          <OfferedNotes
            title={stored.length > 0 ? 'Stored notes' : 'Your last notes'}
            notes={offered}
            onChoose={choose}
          />
        )}
        <NoteField
          ref={(element) => {
            field.current = element
            if (offered.length === 0) autofocus(element)
          }}
          label={required ? 'Reason (required)' : 'Note (optional)'}
          present={deed === 'note' ? '' : row.notes}
          text={text}
          problem={problem}
          onChange={setText}
          onSend={finish}
        />
        <div className={styles.foot}>
          <Button ref={submit} type="submit" look="primary">
            {send}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  )
}

type OfferedProps = {
  readonly title: string
  readonly notes: readonly string[]
  readonly onChoose: (note: string) => void
}

function OfferedNotes({ title, notes, onChoose }: OfferedProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className={styles.options}>
      <h3 id={id}>{title}</h3>
      {notes.map((note, place) => (
        <Button key={note} ref={place === 0 ? autofocus : undefined} onClick={() => onChoose(note)}>
          {place < 9 && <kbd>{place + 1}</kbd>}
          {note}
        </Button>
      ))}
    </section>
  )
}

type FieldProps = {
  readonly ref: (element: HTMLTextAreaElement | null) => void
  readonly label: string
  /** The note that stands there now and stays unless another is written. */
  readonly present: string
  readonly text: string
  readonly problem: string
  readonly onChange: (text: string) => void
  readonly onSend: () => void
}

function NoteField({ ref, label, present, text, problem, onChange, onSend }: FieldProps) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <textarea
        ref={ref}
        id={id}
        maxLength={10_000}
        value={text}
        aria-invalid={problem !== ''}
        aria-describedby={`${id}-hint`}
        onChange={({ target }) => onChange(target.value)}
        onKeyDown={(event) => {
          // While a word is being composed, Enter belongs to the input method.
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
          event.preventDefault()
          onSend()
        }}
      />
      <p id={`${id}-hint`} className={problem ? styles.error : styles.hint}>
        {problem || 'Enter sends, Shift+Enter makes a new line.'}
      </p>
      {present && <p className={styles.hint}>The note so far: {present}</p>}
    </div>
  )
}
