import type { Scope } from '#contract/permissions.ts'

const words: Readonly<Record<Scope, string>> = {
  'activity:read': 'Read the activity log',
  'activity:export': 'Export the activity log as a file',
  'reviews:read': 'Read workflows, reviews and the rows that you may see',
  'reviews:export': 'Export rows of reviews as a file',
  'reviews:decide': 'Decide rows: accept, reject, sign off, add notes',
  'reviews:assign': 'Give rows to other reviewers',
  'reviews:fix': 'Mark rejected rows as fixed',
  'reviews:run': 'Create, change, publish and complete reviews',
  'reviews:force': 'Force a change of a row',
  'reviews:settings': 'Read review settings, and change them if you may',
  'hooks:write': 'Report what an integration did about a row',
  'ops:metrics': 'Read the figures of the running server',
}

/** What a key with a scope can do, in words; a scope that is not known is its own name. */
export function scopeWords(scope: string): string {
  return Object.hasOwn(words, scope) ? words[scope as Scope] : scope
}
