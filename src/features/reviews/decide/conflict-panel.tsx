import { useLayoutEffect, useRef, useState } from 'react'
import { noteProblem, type Result } from '#contract/reviews/result.ts'
import { isBlank, written } from '#contract/text.ts'
import { usePendingStatus, useRowState } from '#queries/reviews/decisions.ts'
import { useServerClock } from '#queries/provider.tsx'
import type { RowChange } from '#decisions/row-change.ts'
import { mayReaderAct, othersSession } from '#queries/reviews/rule-input.ts'
import { isAgainst } from '#decisions/row-states.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Form, FormFoot, FormParts } from '#ui/form.tsx'
import { Hint } from '#ui/hint.tsx'
import { forgetText, type TextPlace, textPlace } from '#ui/kept-text.ts'
import { useKeptText } from '#ui/use-kept-text.ts'
import { dialogOpenedByItself } from '#ui/guard-keys.ts'
import { actionOf, changedBySelf, ownWords, replacing, theirWords } from './conflict-choice.ts'
import { MyVersion, TheirVersion, Versions } from './conflict-versions.tsx'
import { rowName } from '#decisions/row-name.ts'
import { useReview, useReviewList } from '../state/review-provider.ts'
import { changedElsewhere } from './why-not-saved.ts'
import { NoteField } from './note-field.tsx'
import { useUndisturbed } from './use-undisturbed.ts'

/**
 * Opens by itself when a colleague, or the reader in another window, has decided a row that was decided in this window:
 * both versions, and the choice between them. It waits until the reader neither types nor has another dialog open,
 * because what they type would go into it. Several wait in line. Closing it decides nothing; the row goes on waiting for
 * the reader, who opens the choice again. What waits since an earlier visit opens only so: nobody expects it.
 */
export function Conflicts() {
  const { pending } = useReview()
  const { choosing, choose } = useReviewList()
  const { needsYou } = usePendingStatus(pending)
  const against = needsYou.filter((id) => isAgainst(pending.states.get(id)))
  const isAsked = choosing !== undefined && against.includes(choosing)
  const waiting = against.filter((id) => id === choosing || pending.mayInterrupt(id))
  const id = isAsked ? choosing : waiting[0]
  const isUndisturbed = useUndisturbed(id)
  if (id === undefined || !(isAsked || isUndisturbed)) return null
  const onClose = () => {
    choose(undefined)
    pending.putOff(id)
  }
  return (
    <OneConflict
      key={id}
      id={id}
      others={waiting.length - 1}
      onClose={onClose}
      onChosen={() => choose(undefined)}
    />
  )
}

type OneProps = {
  readonly id: number
  readonly others: number
  /** Called when it is put off. */
  readonly onClose: () => void
  /** Called when one of the versions was chosen. */
  readonly onChosen: () => void
}

/** The two versions of one row. */
function OneConflict({ id, others, onClose, onChosen }: OneProps) {
  const { certification_id, pending, viewer, now } = useReview()
  const state = useRowState(pending, id)
  const clock = useServerClock()
  useLayoutEffect(dialogOpenedByItself, [])
  if (!isAgainst(state)) return null
  const { current, mine } = state
  const row: Result = current.value
  const place = textPlace(viewer.user, certification_id, id, 'conflict')
  const isOwn = changedBySelf(current, viewer.user)
  const refusalAt = (moment: number) => mayReaderAct(actionOf(mine), row, viewer, moment)
  return (
    <Dialog title={isOwn ? changedElsewhere : 'A colleague has changed this row'} onClose={onClose}>
      <FormParts>
        <p>
          {rowName(row)}
          {others > 0 && ` (${others} more ${others === 1 ? 'waits' : 'wait'})`}
        </p>
        <Versions>
          <TheirVersion current={current} mine={mine} isOwn={isOwn} />
          <MyVersion mine={mine} />
        </Versions>
        <Choice
          mine={mine}
          isOwn={isOwn}
          place={place}
          refusal={refusalAt(now)?.message}
          keepRefusal={viewer.isOthers ? othersSession.message : undefined}
          onTheirs={() => {
            forgetText(place)
            pending.giveUp(id)
            onChosen()
          }}
          onMine={(change) => {
            if (pending.isOthers() || refusalAt(clock.now())) return
            forgetText(place)
            pending.replace(id, change, current)
            onChosen()
          }}
        />
      </FormParts>
    </Dialog>
  )
}

type ChoiceProps = {
  readonly mine: RowChange
  /** Whether the other version is the reader's too. */
  readonly isOwn: boolean
  /** Where the reason is kept while nothing comes of it. */
  readonly place: TextPlace
  /** Why mine cannot be put on top of theirs. */
  readonly refusal: string | undefined
  /** Why not even theirs can be left to stand. */
  readonly keepRefusal: string | undefined
  readonly onTheirs: () => void
  readonly onMine: (change: RowChange) => void
}

/** Theirs stays, or mine goes on top of it; that takes a reason, which becomes the note. */
function Choice({ mine, isOwn, place, refusal, keepRefusal, onTheirs, onMine }: ChoiceProps) {
  const { text: reason, write, hint } = useKeptText(place, written(mine.notes ?? ''))
  const words = isOwn ? ownWords : theirWords
  const [problem, setProblem] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  const replace = () => {
    const wrong = noteProblem(reason)
    if (!isBlank(reason) && !wrong) return onMine(replacing(mine, reason))
    setProblem(wrong ? `The note ${wrong}. Change that first.` : words.missing)
    field.current?.focus()
  }
  return (
    <Form onSubmit={replace}>
      {refusal === undefined ? (
        <NoteField
          ref={field}
          label={words.label}
          hint={`${hint ? `${hint} ` : ''}It becomes the note of the row; ${words.stays} stays in the history.`}
          text={reason}
          problem={problem}
          onChange={write}
          onSend={replace}
        />
      ) : (
        <Hint>
          {words.refused}: {refusal}
        </Hint>
      )}
      <FormFoot>
        <Button refusal={keepRefusal} onClick={onTheirs}>
          {words.keep}
        </Button>
        {refusal === undefined && (
          <Button type="submit" look="primary">
            {words.replace}
          </Button>
        )}
      </FormFoot>
    </Form>
  )
}
