import { sameUser, type WorkflowUser } from '#contract/people.ts'
import type { HistoryEntry } from '#contract/reviews/result.ts'
import { isolated } from '#std/isolate.ts'
import { personName } from './people/person-text.ts'

/** An entry of a log as a sentence after its author's name, the text that was written, and by which way it came. */
export type HistoryWords = { readonly what: string; readonly text: string; readonly how: string }

const decided: Readonly<Partial<Record<string, string>>> = {
  RESULT_DECISION_ACCEPTED: 'accepted the access',
  RESULT_DECISION_REJECTED: 'rejected the access',
  RESULT_DECISION_FIXED: 'marked the access as fixed',
  RESULT_DECISION_NONE: 'took the decision back',
}

/** Puts an entry of a row's log into words. An action that this version does not know stands by its own name. */
export function historyWords(entry: HistoryEntry): HistoryWords {
  const byOther = entry.by_other ? 'not a reviewer of the row' : ''
  const how = [byOther, isolated(wayOf(entry.via)), isolated(entry.reason ?? '')].filter(Boolean).join(' · ')
  const { note = '', decision_detail: decision, reviewer_detail: reviewers } = entry
  switch (entry.action) {
    case 'DECISION': {
      const name = decision?.decision ?? ''
      return { what: decided[name] ?? `decided ${isolated(name)}`, text: decision?.note.trim() ?? '', how }
    }
    case 'NOTE_ADDED':
      return { what: note.trim() === '' ? 'cleared the note' : 'noted', text: note.trim(), how }
    case 'REVIEWER_ASSIGNED':
      return {
        what: reviewers ? reassigned(reviewers.old_reviewers, reviewers.new_reviewers) : 'reassigned the row',
        text: note,
        how,
      }
    case 'SIGNED_OFF':
      return { what: 'signed the row off', text: note, how }
    case 'SIGN_OFF_UNDONE':
      return { what: 'undid the sign-off', text: note, how }
    case 'WEBHOOK_STATUS':
      return { what: 'reported from an integration', text: note, how }
    default:
      return { what: entry.action, text: note, how }
  }
}

function reassigned(before: readonly WorkflowUser[], after: readonly WorkflowUser[]): string {
  const added = after.filter((person) => !before.some((other) => sameUser(person, other)))
  const removed = before.filter((person) => !after.some((other) => sameUser(person, other)))
  const parts = [
    added.length > 0 ? `assigned ${names(added)}` : '',
    removed.length > 0 ? `took ${names(removed)} off` : '',
  ].filter(Boolean)
  return parts.join(' and ') || 'assigned the same reviewers again'
}

function names(people: readonly WorkflowUser[]): string {
  return people.map(personName).join(', ')
}

/** How a change came, where it was not from this page. */
function wayOf(via: string): string {
  if (via === 'session') return ''
  if (via.startsWith('key')) return 'with an API key'
  if (via === 'import') return 'by an import'
  return via === 'job' ? 'by the server itself' : via
}
