import type { WorkflowUser } from '#contract/people.ts'

/** A person as forms show them: `Ada Lovelace (ada@example.com)`. */
export function personText({ name, email, id }: WorkflowUser): string {
  return name && email ? `${name} (${email})` : name || email || id
}
