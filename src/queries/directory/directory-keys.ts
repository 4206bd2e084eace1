import type { UserKey } from '#contract/people.ts'

/** The cache keys of people as admins manage them, and of what was done to accounts. */
export const directoryKeys = {
  /** All of it: a change of one person stands in the log, and in every list that names them. */
  all: ['directory'],
  list: (search: string, role: string) => [...directoryKeys.all, 'list', search, role],
  person: ({ user_type, id }: UserKey) => [...directoryKeys.all, 'person', user_type, id],
  sessions: (key: UserKey) => [...directoryKeys.person(key), 'sessions'],
  log: (filter: object) => [...directoryKeys.all, 'log', filter],
} as const
