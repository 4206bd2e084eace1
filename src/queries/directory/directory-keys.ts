import type { UserKey } from '#contract/people.ts'

/** The cache keys of people as admins manage them, and of what was done to accounts. */
export const directoryKeys = {
  all: ['directory'],
  list: (search: string, role: string) => ['directory', 'list', search, role],
  person: ({ user_type, id }: UserKey) => ['directory', 'person', user_type, id],
  sessions: ({ user_type, id }: UserKey) => ['directory', 'person', user_type, id, 'sessions'],
  log: (action: string) => ['directory', 'log', action],
} as const
