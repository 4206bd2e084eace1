import type { RowState } from '#decisions/row-states.ts'
import { personName } from '../parts/people/person-text.ts'
import { minuteText } from '#ui/clock-text.ts'

/** How far a change of a row has come, in words: in this window, on this device, saved, or needs you. */
export function rowStateText(state: RowState, zone: string): string {
  switch (state.kind) {
    case 'saving':
      return 'Saving…'
    case 'on this device':
      return 'On this device, not saved yet'
    case 'needs you':
      return 'Needs you: not saved'
    default:
      return state.already ? alreadyText(state.already.value, zone) : 'Saved'
  }
}

type Last = {
  readonly updated_by: { name: string; email: string; id: string; user_type: string } | null
  readonly updated_at: string | null
}

function alreadyText({ updated_by, updated_at }: Last, zone: string): string {
  const by = updated_by ? `by ${personName(updated_by)}` : ''
  const at = updated_at ? minuteText(updated_at, zone) : ''
  const who = [by, at].filter(Boolean).join(', ')
  return who ? `Already so (${who})` : 'Already so'
}
