import type { WorkflowUser } from '#contract/people.ts'
import { isolated } from '#std/isolate.ts'

/** A person as forms show them: `Ada Lovelace (ada@example.com)`, both isolated. */
export function personText({ name, email, id }: WorkflowUser): string {
  return name && email ? `${isolated(name)} (${isolated(email)})` : isolated(name || email || id)
}
