import { useMutation } from '@tanstack/react-query'
import { failureOf } from '#client/api-error.ts'
import type { Failure } from '#contract/errors.ts'
import type { UserKey } from '#contract/people.ts'
import type { Accounts, Session } from '#contract/session/session.ts'
import { sessionRoutes } from '#contract/session/session-calls.ts'
import { sessionKeys } from './session.ts'
import { useClient } from '../provider.tsx'
import { type Reading, useReading } from '../reading.ts'

/** The accounts of the demonstration, none where there is no demonstration, and whether one may come in without any. */
export function useAccounts(): Reading<Accounts> {
  const client = useClient()
  return useReading({
    queryKey: sessionKeys.accounts,
    queryFn: ({ signal }) => client.call(sessionRoutes.listAccounts, {}, signal),
  })
}

export type SignIn = {
  readonly signingIn: boolean
  readonly failure: Failure | undefined
  /** Opens a session as that account, or as the local auditor where none is named. */
  readonly signIn: (account?: UserKey) => void
}

/** Opens a session. `done` is called with it once it holds for every later call. */
export function useSignIn(done: (session: Session) => void): SignIn {
  const client = useClient()
  const { mutate, isPending, error } = useMutation({
    mutationFn: async (account: UserKey | undefined) =>
      (await client.call(sessionRoutes.startSession, { body: account ? { account } : {} })).value,
    onSuccess: done,
    networkMode: 'always',
  })
  return {
    signingIn: isPending,
    failure: error ? failureOf(error) : undefined,
    signIn: (account) => mutate(account && { user_type: account.user_type, id: account.id }),
  }
}

/**
 * Ends the caller's session; `done` is called once the server has forgotten it, or knew none. `finish` is waited for
 * before that: what is to be done only when the session has ended. `leaving` hears true as it begins and false where it
 * failed: what is read meanwhile may be refused already.
 */
export function useSignOut(
  done: () => void,
  leaving: (is: boolean) => void,
): {
  readonly failure: Failure | undefined
  readonly signOut: (finish?: () => Promise<unknown>) => void
} {
  const client = useClient()
  const { mutate, error } = useMutation({
    mutationFn: async (finish: (() => Promise<unknown>) | undefined) => {
      try {
        await client.call(sessionRoutes.endSession, { body: {} })
      } catch (error) {
        if (failureOf(error).status !== 401) throw error
      }
      await finish?.()
    },
    onMutate: () => leaving(true),
    onSuccess: done,
    onError: () => leaving(false),
    networkMode: 'always',
  })
  return { failure: error ? failureOf(error) : undefined, signOut: (finish) => mutate(finish) }
}
