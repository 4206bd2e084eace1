import { failureOf } from '#client/api-error.ts'
import type { Failure } from '#contract/errors.ts'
import type { UserKey } from '#contract/people.ts'
import type { Accounts, Session } from '#contract/session/session.ts'
import { sessionRoutes } from '#contract/session/session-calls.ts'
import { sessionKeys } from './session.ts'
import { useClient } from '../provider.tsx'
import { type Reading, useReading } from '../reading.ts'
import { useSingleCall } from '../single-call.ts'

/** The accounts of the demonstration (none on other servers), and whether one may enter without an account. */
export function useAccounts(): Reading<Accounts> {
  const client = useClient()
  return useReading({
    queryKey: sessionKeys.accounts,
    queryFn: ({ signal }) => client.call(sessionRoutes.listAccounts, {}, signal),
  })
}

/** The state of signing in. */
export type SignIn = {
  readonly signingIn: boolean
  readonly failure: Failure | undefined
  /** Opens a session as that account, or as the local auditor where none is named. */
  readonly signIn: (account?: UserKey) => void
}

/** Opens a session; `done` is called when it holds for all later calls. */
export function useSignIn(done: (session: Session) => void): SignIn {
  const client = useClient()
  const { start, isUnderWay, error } = useSingleCall({
    mutationFn: async (account: UserKey | undefined) =>
      (await client.call(sessionRoutes.startSession, { body: account ? { account } : {} })).value,
    onSuccess: done,
  })
  return {
    signingIn: isUnderWay,
    failure: error ? failureOf(error) : undefined,
    signIn: (account) => start(account && { user_type: account.user_type, id: account.id }),
  }
}

/** A session that is over already has ended, as was asked. */
function ifNotOver(error: unknown): { readonly provider_url?: string } {
  if (failureOf(error).status !== 401) throw error
  return {}
}

/**
 * Ends the session. `finish` runs when the server has ended it, then `done` is called, with the address at which a browser
 * ends it at the identity provider too, where there is one. `leaving` is called with true
 * when it begins, because reads may be refused from then on, and with false if it fails.
 */
export function useSignOut(
  done: (providerUrl: string | undefined) => void,
  leaving: (is: boolean) => void,
): {
  readonly failure: Failure | undefined
  readonly signOut: (finish?: () => Promise<unknown>) => void
} {
  const client = useClient()
  const { start, error } = useSingleCall({
    mutationFn: async (finish: (() => Promise<unknown>) | undefined) => {
      const { provider_url } = await client.call(sessionRoutes.endSession, { body: {} }).catch(ifNotOver)
      await finish?.()
      return provider_url
    },
    onMutate: () => leaving(true),
    onSuccess: done,
    onError: () => leaving(false),
  })
  return { failure: error ? failureOf(error) : undefined, signOut: (finish) => start(finish) }
}
