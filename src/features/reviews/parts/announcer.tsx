import { useEffect, useState } from 'react'
import { sameUser, type UserKey } from '#contract/people.ts'
import type { Result } from '#contract/reviews/result.ts'
import type { PendingChanges, PendingEvent } from '#decisions/pending-changes.ts'
import { useRereadCounts } from '#queries/reviews/use-review.ts'
import { useSession } from '#queries/session/session.ts'
import { Announcement } from '#ui/visually-hidden.tsx'
import { decisionLook } from './decision-presentation.ts'
import { rowName } from '#decisions/row-name.ts'
import { reassignedTo } from './reassigned.ts'

type Props = {
  readonly certification_id: string
  readonly pending: PendingChanges
  /** Anything else worth saying, what came of taking something back too; '' for nothing. */
  readonly noticeText: string
}

/** Says each decision, and how to take it back, to those who cannot see it. */
export function Announcer({ certification_id, pending, noticeText }: Props) {
  const [{ text, turn }, setText] = useState({ text: '', turn: 0 })
  const me = useSession()?.actor.user
  const reread = useRereadCounts(certification_id)
  useEffect(
    () =>
      pending.onEvent((event) => {
        // Why it was refused may be that the review has ended, or is another now.
        if (event.kind === 'needs you' && event.halt.kind === 'refused') reread()
        const next = eventText(event, me)
        if (next !== undefined) setText((last) => ({ text: next, turn: last.turn + 1 }))
      }),
    [pending, me, reread],
  )
  // The same words twice are said twice: two elements take turns.
  return (
    <>
      <Announcement>{turn % 2 === 0 && text}</Announcement>
      <Announcement>{turn % 2 === 1 && text}</Announcement>
      <Announcement>{noticeText}</Announcement>
    </>
  )
}

type Decided = Extract<PendingEvent, { row: unknown }>

/** A sentence that tells a screen reader, who is `me`, what happened; undefined of what is said below the table. */
export function eventText(event: PendingEvent, me: UserKey | undefined): string | undefined {
  switch (event.kind) {
    case 'decided':
      return actionText(event)
    case 'undone':
    case 'nothing to undo':
    case 'not undone':
      return undefined
    case 'already so':
      return isBy(event.current.value, me)
        ? 'You had done the same already in another window.'
        : 'Somebody else had done the same already; theirs stands.'
    default:
      return 'A change was not saved and needs you.'
  }
}

function isBy({ updated_by }: Pick<Result, 'updated_by'>, person: UserKey | undefined): boolean {
  return person !== undefined && updated_by !== null && sameUser(updated_by, person)
}

/** A device that is touched, without keys as far as the browser knows. */
const touchOnly = '(hover: none) and (pointer: coarse)'

function actionText({ row, change }: Pick<Decided, 'row' | 'change'>): string {
  const name = rowName(row)
  if (change.signed_off_state) return `Signed off: ${name}.`
  if (change.reviewers) return `${reassignedTo(change.reviewers)}: ${name}.`
  const what = change.decision ? decisionLook(change.decision).label : 'Noted'
  return matchMedia(touchOnly).matches ? `${what}: ${name}.` : `${what}: ${name}. u takes it back.`
}
