import { shortPermissions } from '../parts/permissions-text.ts'

const verbs: Readonly<Record<string, string>> = { C: 'create', R: 'read', U: 'update', D: 'delete' }
const startsWithVerb = /^(?:create|read|update|delete)\b/
const kinds: Readonly<Record<string, string>> = { m: ' metadata', n: ' what is no data' }

/**
 * What the source may do, in words: `Create, read, update metadata`. Permissions that stand for nothing of this keep their
 * own names; where there are only those of the system, they are named. '' where there are none.
 */
export function mayWords(effective: readonly string[], raw: readonly string[]): string {
  const words = effective.length > 0 ? shortPermissions(effective).map(({ short }) => wordOf(short)) : raw
  const text = [...new Set(words)].join(', ')
  // A name of the system is left as it is.
  return startsWithVerb.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text
}

function wordOf(short: string): string {
  const verb = verbs[short]
  if (verb !== undefined) return verb
  const [kind = '', letter = ''] = short
  const known = short.length === 2 ? verbs[letter] : undefined
  return known !== undefined && kind in kinds ? `${known}${kinds[kind]}` : short
}
