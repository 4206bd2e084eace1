import { sameUser, WorkflowUser } from '#contract/people.ts'

const key = 'countersign.reviewers.recent'
const most = 8

/** Whom this browser has picked as reviewers lately, newest first. */
export function recentReviewers(): readonly WorkflowUser[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return Array.isArray(stored) ? stored.map((person) => WorkflowUser.parse(person)) : []
  } catch {
    // Tampered with, or written by another version: nobody is remembered then.
    return []
  }
}

/** Remembers people who have just been picked. */
export function rememberReviewers(picked: readonly WorkflowUser[]): void {
  const others = recentReviewers().filter((person) => !picked.some((chosen) => sameUser(person, chosen)))
  const people = [...picked, ...others].slice(0, most)
  localStorage.setItem(
    key,
    JSON.stringify(people.map(({ user_type, id, name, email }) => ({ user_type, id, name, email }))),
  )
}
