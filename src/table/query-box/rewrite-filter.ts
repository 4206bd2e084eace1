import type { Filter } from '#scim/ast.ts'
import { parse } from '#scim/parse.ts'
import { print } from '#scim/print.ts'

/** Parses a filter's text, without checking its fields; undefined when that fails (`readFilter` says why). */
export function parseFilter(text: string): Filter | undefined {
  try {
    return parse(text)
  } catch {
    return undefined
  }
}

/**
 * Rewrites the filter in a text. A text that cannot be parsed, or that the rewriting does not change, stays as it is.
 */
export function rewriteFilter(text: string, rewrite: (filter: Filter) => Filter): string {
  const filter = parseFilter(text)
  if (!filter) return text
  const before = print(filter)
  const after = print(rewrite(filter))
  return after === before ? text : after
}
