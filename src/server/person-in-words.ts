import type { WorkflowUser } from '#contract/people.ts'
import { isolated } from '#std/isolate.ts'

/** A person as a refusal names them: `Ada Lovelace (ada@example.com)`. */
export function personInWords({ name, email, id }: WorkflowUser): string {
  return name && email ? `${isolated(name)} (${isolated(email)})` : isolated(name || email || id)
}
