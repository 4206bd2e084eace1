import type { RowState } from '#decisions/row-states.ts'
import { momentText } from '#ui/clock-text.ts'

/** A change that waits for its reader. */
export type NeedsYouState = Extract<RowState, { kind: 'needs you' }>

/** Why a change waits for its reader, in a sentence; times are in `zone` (IANA name). */
export function whyNotSaved(state: NeedsYouState, zone: string): string {
  switch (state.why) {
    case 'refused':
      return state.failure.message
    case 'against':
      return 'A colleague has changed this row since.'
    default: {
      const made = `Made on this device at ${momentText(state.late.at, zone).slice(0, 16)}`
      return state.late.why === 'due'
        ? `${made}, before the review was due, and could not be sent by then.`
        : `${made}, more than 25 days ago: it is not sent unless you say so.`
    }
  }
}

/** Whether to send it once more as it is may help, and what the button says then. */
export function tryAgainText({ why }: NeedsYouState): string | undefined {
  if (why === 'against') return undefined
  return why === 'late' ? 'Send it now' : 'Try again'
}
