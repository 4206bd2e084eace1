import { useRef, useState } from 'react'
import { noteProblem } from '#contract/reviews/result.ts'
import { written } from '#contract/text.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Form, FormFoot } from '#ui/form.tsx'
import { forgetText, type TextPlace } from '#ui/kept-text.ts'
import { useKeptText } from '#ui/use-kept-text.ts'
import { rowName } from '#decisions/row-name.ts'
import { useReview } from '../state/review-provider.ts'
import { type NoteAction, noteForm, noteChange, withChosen } from './note-form.ts'
import { NoteChoices } from './note-choices.tsx'
import { NoteField } from './note-field.tsx'
import type { RowDialogProps } from './row-dialog-props.ts'
import { recentReasons, rememberReason } from './recent-reasons.ts'

type Props = RowDialogProps & {
  readonly action: NoteAction
  /** Where the text is kept while nothing comes of it. */
  readonly place: TextPlace
}

/**
 * Asks for the note of a decision, or for a note alone. The field has the focus from the start; below it are the stored
 * notes, or where there are none the reader's last ones, to choose from. What is written stays for this row and action
 * when the dialog is closed without sending it.
 */
export function NoteDialog({ action, row, place, refusal, onDone, onClose }: Props) {
  const { viewer } = useReview()
  const { title, send, required, stored } = noteForm(action, row, viewer.settings)
  const [recent] = useState(() => (stored.length > 0 ? [] : recentReasons(viewer.user, action)))
  const offered = stored.length > 0 ? stored : recent
  const { text, write, hint } = useKeptText(place, action === 'note' ? row.notes : '')
  const [problem, setProblem] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  const list = useRef<HTMLUListElement>(null)

  const finish = () => {
    if (refusal !== undefined) return
    const change = noteChange(action, row, text)
    const note = written(text)
    if (required && note === '') {
      setProblem('A reason is needed here.')
      return field.current?.focus()
    }
    const wrong = noteProblem(note)
    if (wrong) {
      setProblem(`The note ${wrong}. Change that first.`)
      return field.current?.focus()
    }
    if (note !== '' && change && !stored.includes(note)) rememberReason(viewer.user, action, note)
    if (change) return onDone(change)
    forgetText(place)
    onClose()
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <Form onSubmit={finish}>
        <p>{rowName(row)}</p>
        <NoteField
          ref={field}
          label={required ? 'Reason (required)' : 'Note (optional)'}
          hint={hint}
          present={action === 'note' ? '' : row.notes}
          text={text}
          problem={refusal ?? problem}
          onChange={write}
          onSend={finish}
          onPastEnd={() => list.current?.focus()}
        />
        {offered.length > 0 && (
          <NoteChoices
            ref={list}
            title={stored.length > 0 ? 'Stored notes' : 'Your last notes'}
            notes={offered}
            onChoose={(note) => {
              write(withChosen(text, note, offered))
              setProblem('')
              field.current?.focus()
            }}
            onLeave={() => field.current?.focus()}
          />
        )}
        <FormFoot>
          <Button type="submit" look="primary" refusal={refusal}>
            {send}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </FormFoot>
      </Form>
    </Dialog>
  )
}
