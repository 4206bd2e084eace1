import type { WorkflowUser } from '#contract/people.ts'
import type { RowState } from '#decisions/row-states.ts'
import { momentText } from '#ui/clock-text.ts'
import { changedBySelf } from './conflict-choice.ts'

/** A change that waits for its reader. */
export type NeedsYouState = Extract<RowState, { kind: 'needs you' }>

/** Where it was the reader who changed the row meanwhile. */
export const changedElsewhere = 'You changed this row in another window'

/** Of a row that is out of the reader's sight the server says no more than of one that never was. */
const notYours =
  'You did not see this row when this was sent: it had been given to somebody else, or the review was over.'

/** Why a change waits for its reader, in a sentence; times are in `zone` (IANA name). */
export function whyNotSaved(state: NeedsYouState, zone: string, user: WorkflowUser): string {
  switch (state.why) {
    case 'refused':
      return state.failure.status === 404 ? notYours : state.failure.message
    case 'against':
      return changedBySelf(state.current, user)
        ? `${changedElsewhere} since.`
        : 'A colleague has changed this row since.'
    case 'incomplete':
      return `${madeText(state.at, zone)}, after another change of this row that is no longer on this device and may not have been saved. It is not sent unless you say so.`
    default: {
      const made = madeText(state.late.at, zone)
      return state.late.why === 'due'
        ? `${made}, before the review was due, and could not be sent by then.`
        : `${made}, more than 25 days ago: it is not sent unless you say so.`
    }
  }
}

function madeText(at: number, zone: string): string {
  return `Made on this device at ${momentText(at, zone).slice(0, 16)}`
}

/** What the button says that opens the choice between two versions. */
export const chooseText = 'Choose between the two …'

/** Whether to send it once more as it is may help, and what the button says then. */
export function tryAgainText({ why }: NeedsYouState): string | undefined {
  if (why === 'against') return undefined
  return why === 'refused' ? 'Try again' : 'Send it now'
}
