import { useQueryClient } from '@tanstack/react-query'
import type { UserKey } from '#contract/people.ts'
import type { Role } from '#contract/permissions.ts'
import type { CallInput } from '#contract/route.ts'
import { type DirectoryChanges, type DirectoryPerson, peopleRoutes } from '#contract/session/people-calls.ts'
import { useClient } from '../provider.tsx'
import { type Attempt, useAttempt } from '../session/sign-in.ts'
import { directoryKeys } from './directory-keys.ts'

/** A change of the directory, after which what is shown of it is read again. */
function useChange<Input, Result>(
  run: (input: Input) => Promise<Result>,
  done: (result: Result) => void,
): Attempt<Input> {
  const cache = useQueryClient()
  return useAttempt(async (input: Input) => {
    try {
      return await run(input)
    } finally {
      // After a refusal too: somebody else may have changed it.
      await cache.invalidateQueries({ queryKey: directoryKeys.all })
    }
  }, done)
}

/** A person who was added, and the link by which they set their password where they have a local account. */
export type AddedPerson = { readonly person: DirectoryPerson; readonly link?: Link | undefined }
/** A link that is shown once. */
export type Link = { readonly url: string; readonly expires_at: string }

/** Adds a person. */
export function useAddPerson(
  done: (added: AddedPerson) => void,
): Attempt<CallInput<typeof peopleRoutes.addPerson>['body']> {
  const client = useClient()
  return useChange(async (body) => (await client.call(peopleRoutes.addPerson, { body })).value, done)
}

type NewRoles = { readonly roles: readonly Role[]; readonly seen: readonly Role[]; readonly own: boolean }

/** Sets the roles of a person, where they still are those that were seen. */
export function useSetRoles(key: UserKey, done: () => void): Attempt<NewRoles> {
  const client = useClient()
  return useChange(
    async ({ roles, seen, own }: NewRoles) =>
      void (await client.call(peopleRoutes.setRoles, {
        params: keyOf(key),
        body: { roles: [...roles], seen: [...seen], ...(own ? { own } : {}) },
      })),
    done,
  )
}

/** What ended with the access of somebody. */
export type Ended = { readonly sessions: number; readonly keys: number; readonly exports: number }

/** Ends the access of a person; `own`: the reader means themselves. */
export function useDeactivate(key: UserKey, done: (ended: Ended) => void): Attempt<{ own: boolean }> {
  const client = useClient()
  return useChange(
    async ({ own }: { own: boolean }) =>
      (
        await client.call(peopleRoutes.deactivatePerson, {
          params: keyOf(key),
          body: own ? { own } : {},
        })
      ).value,
    done,
  )
}

/** The changes of a person that need nothing said beside who it is. */
type PlainChange = 'activatePerson' | 'resetSecondFactors' | 'untieIdentity' | 'endSessionsOf'

/** Makes one of the changes that need nothing said beside who it is. */
export function useChangePerson(key: UserKey, change: PlainChange, done: () => void): Attempt<void> {
  const client = useClient()
  return useChange(
    async () => void (await client.call(peopleRoutes[change], { params: keyOf(key), body: {} })),
    done,
  )
}

/** Makes a link by which a person sets a (new) password. */
export function usePasswordLink(key: UserKey, done: (link: Link) => void): Attempt<void> {
  const client = useClient()
  return useChange(
    async () => (await client.call(peopleRoutes.makePasswordLink, { params: keyOf(key), body: {} })).value,
    done,
  )
}

const keyOf = ({ user_type, id }: UserKey) => ({ user_type, id })

/** A directory file, and the role of those who have none after it ('' for none). */
export type FileInput = { readonly file: string; readonly role: Role | '' }

const bodyOf = ({ file, role }: FileInput) => ({ file, ...(role === '' ? {} : { role }) })

/** Asks what a file would change. */
export function usePreview(done: (changes: DirectoryChanges) => void): Attempt<FileInput> {
  const client = useClient()
  return useAttempt(
    async (input: FileInput) =>
      (await client.call(peopleRoutes.previewDirectory, { body: bodyOf(input) })).value,
    done,
  )
}

/** Puts a file in, as it was previewed. */
export function useImport(
  done: (changes: DirectoryChanges) => void,
): Attempt<FileInput & { readonly preview: string }> {
  const client = useClient()
  return useChange(
    async ({ preview, ...input }: FileInput & { readonly preview: string }) =>
      (await client.call(peopleRoutes.importDirectory, { body: { ...bodyOf(input), preview } })).value,
    done,
  )
}
