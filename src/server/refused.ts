import type { ErrorCode, Problem } from '#contract/errors.ts'
import type { WorkflowUser } from '#contract/people.ts'
import { isolated } from '#std/isolate.ts'

/** A refusal that the caller is told about: the handlers and rules throw it, `http/errors.ts` writes it down. */
export class Refused extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.message)
    this.name = 'Refused'
    this.problem = problem
  }
}

/** A refusal that names one field of the request and what is wrong with it. */
export function invalid(field: string, description: string): Refused {
  return new Refused({
    code: 'InvalidArgument',
    message: `${field} ${description}`,
    violations: [{ field, description }],
  })
}

/** A refusal with nothing but its kind and a sentence. */
export function refused(code: ErrorCode, message: string): Refused {
  return new Refused({ code, message })
}

/** The answer about a certification or row that does not exist, and about one that the caller cannot see. */
export function notThere(): Refused {
  return refused('NotFound', 'There is no such certification or row.')
}

/** A person as a refusal names them: `Ada Lovelace (ada@example.com)`. */
export function personInWords({ name, email, id }: WorkflowUser): string {
  return name && email ? `${isolated(name)} (${isolated(email)})` : isolated(name || email || id)
}
