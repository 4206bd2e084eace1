import { type KeyboardEvent, useId, useRef, useState } from 'react'
import type { Result } from '#contract/result.ts'
import type { ReviewSettings } from '#contract/review-settings.ts'
import type { RowChange } from '#queries/row-change.ts'
import { autofocus } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import styles from './deed.module.css'
import { rowName } from './kit.ts'
import { type NoteDeed, noteAsked, noteChange } from './note-asked.ts'

type Props = {
  readonly deed: NoteDeed
  readonly row: Result
  readonly settings: ReviewSettings
  readonly onDone: (change: RowChange) => void
  readonly onClose: () => void
}

/** Asks for the note of a decision, or for a note alone. Digits choose among the stored notes, and Enter sends. */
export function NoteDialog({ deed, row, settings, onDone, onClose }: Props) {
  const { title, send, required, stored } = noteAsked(deed, row, settings)
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
    if (!required || text.trim() !== '') return change ? onDone(change) : onClose()
    setProblem('A reason is needed here.')
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const note = stored[Number(event.key) - 1]
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
        {stored.length > 0 && <StoredNotes notes={stored} onChoose={choose} />}
        <NoteField
          ref={(element) => {
            field.current = element
            if (stored.length === 0) autofocus(element)
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

type StoredProps = { readonly notes: readonly string[]; readonly onChoose: (note: string) => void }

function StoredNotes({ notes, onChoose }: StoredProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className={styles.options}>
      <h3 id={id}>Stored notes</h3>
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
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
          event.preventDefault()
          onSend()
        }}
      />
      <p id={`${id}-hint`} className={problem ? styles.error : styles.hint}>
        {problem || 'Ctrl+Enter sends.'}
      </p>
      {present && <p className={styles.hint}>The note so far: {present}</p>}
    </div>
  )
}
