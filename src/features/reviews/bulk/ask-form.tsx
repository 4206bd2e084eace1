import { useEffect, useRef, useState } from 'react'
import { isBlank, written } from '#contract/text.ts'
import { sortOut, useStanding } from '#queries/reviews/standing.ts'
import { Button } from '#ui/button.tsx'
import { Form, FormFoot } from '#ui/form.tsx'
import { FormField } from '#ui/form-field.tsx'
import { Problem } from '#ui/hint.tsx'
import { NoteChoices } from '../decide/note-choices.tsx'
import { NoteField } from '../decide/note-field.tsx'
import { withChosen } from '../decide/note-form.ts'
import { recentReasons, rememberReason } from '../decide/recent-reasons.ts'
import { LeavingOut } from '../parts/leaving-out-confirmation.tsx'
import { PeopleField } from '../parts/people/people-field.tsx'
import { rememberReviewers } from '../parts/people/recent-reviewers.ts'
import { useReview } from '../state/review-provider.ts'
import { type Answers, noteFault, type Questions } from './asked.ts'
import type { Scope } from './scopes.ts'
import { Statement } from './statement.tsx'

type Props = {
  readonly questions: Questions
  readonly answers: Answers
  /** Which rows can be meant, where there are two answers. */
  readonly scopes: readonly Scope[]
  /** Whether rows of others are among them, so that a reason is needed. */
  readonly needsReason: boolean
  /** Says that the note was kept from before, where it was. */
  readonly kept: string | undefined
  readonly refusal: string | undefined
  readonly onChange: (answers: Answers) => void
  /** Everything is answered: the preview comes next. */
  readonly onDone: (answers: Answers) => void
  readonly onClose: () => void
}

/** Asks what a bulk change takes: one reason for all rows, people, why rows of others change, which of two lists. */
export function AskForm(props: Props) {
  const { questions, answers, scopes, needsReason, kept, refusal, onChange, onDone, onClose } = props
  const { viewer, certification_id } = useReview()
  const field = useRef<HTMLTextAreaElement>(null)
  const reason = useRef<HTMLTextAreaElement>(null)
  const [fault, setFault] = useState(needsReason ? othersReason : undefined)
  const [isAsking, setAsking] = useState(false)
  const { leaving, staying } = sortOut(answers.people, useStanding(certification_id).value)
  const { note, noteAction } = questions
  useEffect(() => (needsReason ? reason : field).current?.focus(), [needsReason])

  const otherFault = isOfReason(fault) ? undefined : fault

  function finish(chosen: Answers) {
    if (refusal !== undefined) return
    const missing = needsReason && isBlank(chosen.reason) ? othersReason : undefined
    const wrong = noteFault(questions, chosen.note) ?? faultOf(questions, chosen) ?? missing
    setFault(wrong)
    if (wrong !== undefined) return (isOfReason(wrong) ? reason : field).current?.focus()
    if (questions.people && leaving.length > 0 && !isAsking) return setAsking(true)
    const text = written(chosen.note)
    if (note && text !== '' && !note.stored.includes(text)) rememberReason(viewer.user, noteAction, text)
    if (questions.people) rememberReviewers(staying)
    onDone({ ...chosen, people: staying })
  }
  return (
    <Form onSubmit={() => scopes.length === 0 && finish(answers)}>
      {scopes.length > 0 && !questions.reason && (
        <Statement>The list is filtered: which rows are meant?</Statement>
      )}
      {note && (
        <NoteOfMany
          field={field}
          questions={questions}
          text={answers.note}
          kept={kept}
          problem={refusal ?? otherFault ?? ''}
          onChange={(text) => onChange({ ...answers, note: text })}
          onSend={() => finish(answers)}
        />
      )}
      {questions.people && (
        <PeopleField
          label={
            questions.inPlaceOf === undefined
              ? 'New reviewers of each row'
              : `Who reviews these rows in place of ${questions.inPlaceOf}`
          }
          people={answers.people}
          none="Nobody yet."
          leaving={leaving}
          isFirst
          onChange={(people) => onChange({ ...answers, people })}
        />
      )}
      {questions.reason && <ReasonField ref={reason} {...{ fault, questions, answers, onChange }} />}
      {!note && <Problem text={refusal ?? otherFault} />}
      {isAsking && leaving.length > 0 ? (
        <LeavingOut
          leaving={leaving}
          nobodyStays={staying.length === 0}
          onConfirm={() => finish(answers)}
          onBack={() => setAsking(false)}
        />
      ) : (
        <FormFoot>
          {scopes.map(({ text, listOnly }) => (
            <Button key={text} onClick={() => finish({ ...answers, listOnly })}>
              {text}
            </Button>
          ))}
          {scopes.length === 0 && (
            <Button type="submit" look="primary" refusal={refusal}>
              Preview
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
        </FormFoot>
      )}
    </Form>
  )
}

/** Why people and reason are no answer yet; rows that are handed over are those of somebody else, all of them. */
function faultOf({ people, inPlaceOf }: Questions, chosen: Answers): string | undefined {
  if (people && chosen.people.length === 0) return nobody
  return inPlaceOf !== undefined && isBlank(chosen.reason) ? noReason : undefined
}

const nobody = 'Choose at least one person.'
const othersReason = 'Rows of other reviewers are among them: say why they are changed.'
const noReason = 'Say why these rows, which are those of somebody else, are handed over.'

const isOfReason = (fault: string | undefined) => fault === noReason || fault === othersReason

type NoteProps = {
  readonly field: React.RefObject<HTMLTextAreaElement | null>
  readonly questions: Questions
  readonly text: string
  readonly kept: string | undefined
  readonly problem: string
  readonly onChange: (text: string) => void
  readonly onSend: () => void
}

/** The one note of all rows, with those that can be chosen. */
function NoteOfMany(props: NoteProps) {
  const { field, questions, text, kept, problem, onChange, onSend } = props
  const { note, noteAction } = questions
  const { viewer } = useReview()
  const list = useRef<HTMLUListElement>(null)
  const [recent] = useState(() => recentReasons(viewer.user, noteAction))
  const stored = note?.stored ?? []
  const offered = stored.length > 0 ? stored : recent
  const what = noteAction === 'note' ? 'Note on each row' : 'Reason for all of them'
  return (
    <>
      <NoteField
        ref={field}
        label={note?.required ? `${what} (required)` : `${what} (optional)`}
        hint={kept}
        text={text}
        problem={problem}
        onChange={onChange}
        onSend={onSend}
        onPastEnd={() => list.current?.focus()}
      />
      {offered.length > 0 && (
        <NoteChoices
          ref={list}
          title={stored.length > 0 ? 'Stored notes' : 'Your last notes'}
          notes={offered}
          onChoose={(chosen) => {
            onChange(withChosen(text, chosen, offered))
            field.current?.focus()
          }}
          onLeave={() => field.current?.focus()}
        />
      )}
    </>
  )
}

type ReasonProps = Pick<Props, 'questions' | 'answers' | 'onChange'> & {
  readonly ref: React.RefObject<HTMLTextAreaElement | null>
  /** What is wrong with what is asked; shown here where it is the reason. */
  readonly fault: string | undefined
}

/** Why rows of others are changed: once, for all of them. */
function ReasonField({ ref, fault, questions, answers, onChange }: ReasonProps) {
  return (
    <FormField
      label="Why rows of other reviewers are changed"
      error={isOfReason(fault) ? fault : undefined}
      hint={`Needed${questions.inPlaceOf === undefined ? ' if there are any among them' : ''}. It stands in the history of each.`}
    >
      {(wiring) => (
        <textarea
          {...wiring}
          ref={ref}
          rows={2}
          value={answers.reason}
          onChange={({ target }) => onChange({ ...answers, reason: target.value })}
        />
      )}
    </FormField>
  )
}
