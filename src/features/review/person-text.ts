import type { WorkflowUser } from '#contract/people.ts'

/** A person as lists show them: `Ada Lovelace (ada@example.com)`. */
export function personText({ name, email, id }: WorkflowUser): string {
  return name && email ? `${name} (${email})` : name || email || id
}

/** A person in a sentence: the name, else the email, else the id. */
export function personName({ name, email, id }: WorkflowUser): string {
  return name || email || id
}

/** What tells one person from another, as one text. */
export function personKey({ user_type, id }: WorkflowUser): string {
  return JSON.stringify([user_type, id])
}
