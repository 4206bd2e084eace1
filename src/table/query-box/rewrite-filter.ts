import type { Filter } from '#scim/ast.ts'
import { parse } from '#scim/parse.ts'
import { print } from '#scim/print.ts'

/** A text as a filter, before any table of fields is asked; undefined when it is none, which `readFilter` explains. */
export function parseFilter(text: string): Filter | undefined {
  try {
    return parse(text)
  } catch {
    return undefined
  }
}

/** A text with its filter rewritten. One that is no filter, or that the rewriting leaves as it is, stays word for word. */
export function rewriteFilter(text: string, rewrite: (filter: Filter) => Filter): string {
  const filter = parseFilter(text)
  if (!filter) return text
  const before = print(filter)
  const after = print(rewrite(filter))
  return after === before ? text : after
}
