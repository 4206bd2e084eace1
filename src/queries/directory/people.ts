import type { UserKey } from '#contract/people.ts'
import type { Role } from '#contract/permissions.ts'
import { type AccountLogEntry, type DirectoryPerson, peopleRoutes } from '#contract/session/people-calls.ts'
import type { ListedSession } from '#contract/session/sign-in.ts'
import { type PagedReading, usePages } from '../pages.ts'
import { useClient } from '../provider.tsx'
import { type Reading, useReading } from '../reading.ts'
import { directoryKeys } from './directory-keys.ts'

/** People of the directory by name: those in whom the words are found, and who hold the role. */
export function usePeople(search: string, role: Role | ''): PagedReading<DirectoryPerson> {
  const client = useClient()
  return usePages(directoryKeys.list(search, role), (page_token, signal) =>
    client.call(
      peopleRoutes.listDirectory,
      { query: { search, page_token, ...(role === '' ? {} : { role }) } },
      signal,
    ),
  )
}

/** One person of the directory. */
export function usePerson({ user_type, id }: UserKey): Reading<DirectoryPerson> {
  const client = useClient()
  return useReading({
    queryKey: directoryKeys.person({ user_type, id }),
    queryFn: async ({ signal }) =>
      (await client.call(peopleRoutes.findPerson, { params: { user_type, id } }, signal)).value,
    staleTime: 0,
  })
}

/** The sessions of a person, for admins. */
export function useSessionsOf({ user_type, id }: UserKey): Reading<readonly ListedSession[]> {
  const client = useClient()
  return useReading({
    queryKey: directoryKeys.sessions({ user_type, id }),
    queryFn: async ({ signal }) =>
      (await client.call(peopleRoutes.listSessionsOf, { params: { user_type, id } }, signal)).values,
    staleTime: 0,
  })
}

/** What the account log is narrowed to; '' where it is not. */
export type LogFilter = UserKey & { readonly action: string; readonly reference: string }

/** What was done to accounts, newest first: of one kind, about or by one person, with one reference, where they are named. */
export function useAccountLog(filter: LogFilter): PagedReading<AccountLogEntry> {
  const client = useClient()
  return usePages(directoryKeys.log(filter), (page_token, signal) =>
    client.call(peopleRoutes.listAccountLog, { query: { ...filter, page_token } }, signal),
  )
}
