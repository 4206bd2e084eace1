import type { WorkflowUser } from '#contract/people.ts'
import type { NoteAction } from './note-form.ts'

/** So many can be seen at a glance. */
const most = 9

/**
 * The reasons that this person has given lately in this tab for one kind of decision, newest first. They go with the tab
 * and the session: they lie in clear.
 */
export function recentReasons(person: WorkflowUser, action: NoteAction): readonly string[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(keyOf(person, action)) ?? '[]')
    return Array.isArray(stored) ? stored.filter((note) => typeof note === 'string').slice(0, most) : []
  } catch {
    // Tampered with: nothing is remembered then.
    return []
  }
}

/** Remembers a reason that has just been given. */
export function rememberReason(person: WorkflowUser, action: NoteAction, note: string): void {
  const notes = [note, ...recentReasons(person, action).filter((other) => other !== note)].slice(0, most)
  sessionStorage.setItem(keyOf(person, action), JSON.stringify(notes))
}

/** Each person has their own: what one writes about access is nothing for the next at the same device. */
function keyOf({ user_type, id }: WorkflowUser, action: NoteAction): string {
  return `countersign.reasons.${user_type}.${id}.${action}`
}
