import type { WorkflowUser } from '#contract/people.ts'
import { isolated } from '#std/isolate.ts'

/** A person as lists show them: `Ada Lovelace (ada@example.com)`, both isolated. */
export function personText({ name, email, id }: WorkflowUser): string {
  return name && email ? `${isolated(name)} (${isolated(email)})` : isolated(name || email || id)
}

/** A person in a sentence: the name, else the email, else the id, isolated. */
export function personName(person: WorkflowUser): string {
  return isolated(plainName(person))
}

/** The same as it came in, for where an element isolates it. */
export function plainName({ name, email, id }: WorkflowUser): string {
  return name || email || id
}

/** What tells one person from another, as one text. */
export function personKey({ user_type, id }: WorkflowUser): string {
  return JSON.stringify([user_type, id])
}
