import { useQueryClient } from '@tanstack/react-query'
import type { CallInput } from '#contract/route.ts'
import type { Session } from '#contract/session/session.ts'
import type { SecondFactors, TotpSecret } from '#contract/session/sign-in.ts'
import { accountRoutes, signInRoutes } from '#contract/session/sign-in-calls.ts'
import { useClient } from '../provider.tsx'
import { type Reading, useReading } from '../reading.ts'
import { sessionKeys } from './session.ts'
import { answerOf, type Attempt, type ProvePasskey, useAttempt } from './sign-in.ts'

/** The second factors of the caller. */
export function useSecondFactors(): Reading<SecondFactors> {
  const client = useClient()
  return useReading({
    queryKey: sessionKeys.factors,
    queryFn: async ({ signal }) => (await client.call(accountRoutes.findSecondFactors, {}, signal)).value,
    staleTime: 0,
  })
}

/** Reads the second factors again after `run` has changed them. */
function useChange<Input, Result>(
  run: (input: Input) => Promise<Result>,
  done: (result: Result) => void,
): Attempt<Input> {
  const cache = useQueryClient()
  return useAttempt(async (input: Input) => {
    const result = await run(input)
    await cache.invalidateQueries({ queryKey: sessionKeys.factors })
    return result
  }, done)
}

/** Asks for a new secret for an authenticator app. */
export function useBeginTotp(done: (secret: TotpSecret) => void): Attempt<void> {
  const client = useClient()
  return useAttempt(async () => (await client.call(accountRoutes.beginTotp, { body: {} })).value, done)
}

/** What a second factor has come with: recovery codes where there were none, and the session where it begins now. */
export type MadeFactor = { readonly codes: readonly string[]; readonly session?: Session | undefined }

/** Sets the authenticator app up by its first code. */
export function useConfirmTotp(done: (made: MadeFactor) => void): Attempt<string> {
  const client = useClient()
  return useChange(
    async (code: string) => (await client.call(accountRoutes.confirmTotp, { body: { code } })).value,
    done,
  )
}

/** Takes the authenticator app away. */
export function useRemoveTotp(done: () => void): Attempt<void> {
  const client = useClient()
  return useChange(async () => void (await client.call(accountRoutes.removeTotp, { body: {} })), done)
}

/** Makes new recovery codes, in place of the old. */
export function useRecoveryCodes(done: (codes: readonly string[]) => void): Attempt<void> {
  const client = useClient()
  return useChange(
    async () => (await client.call(accountRoutes.makeRecoveryCodes, { body: {} })).value.codes,
    done,
  )
}

type NewPasskey = { readonly name: string; readonly make: ProvePasskey }

/** Makes a passkey and keeps it. */
export function useAddPasskey(done: (made: MadeFactor) => void): Attempt<NewPasskey> {
  const client = useClient()
  return useChange(async ({ name, make }: NewPasskey) => {
    const { value } = await client.call(accountRoutes.beginNewPasskey, { body: {} })
    const body = { name, response: await answerOf(make(value)) }
    return (await client.call(accountRoutes.addPasskey, { body })).value
  }, done)
}

/** Takes a passkey away. */
export function useRemovePasskey(done: () => void): Attempt<string> {
  const client = useClient()
  return useChange(
    async (id: string) => void (await client.call(accountRoutes.removePasskey, { params: { id }, body: {} })),
    done,
  )
}

/** Changes the caller's password. */
export function useChangePassword(
  done: () => void,
): Attempt<CallInput<typeof accountRoutes.changePassword>['body']> {
  const client = useClient()
  return useChange(async (body) => void (await client.call(accountRoutes.changePassword, { body })), done)
}

type Proof = { readonly password?: string; readonly code?: string }

/** Proves who uses the session, by password and code or by a passkey. */
export function useConfirmIdentity(done: () => void): {
  readonly byPassword: Attempt<Proof>
  readonly byPasskey: Attempt<ProvePasskey>
} {
  const client = useClient()
  return {
    byPassword: useAttempt(
      async (body: Proof) => void (await client.call(accountRoutes.confirmIdentity, { body })),
      done,
    ),
    byPasskey: useAttempt(async (prove: ProvePasskey) => {
      const { value } = await client.call(signInRoutes.beginPasskey, { body: {} })
      const body = { response: await answerOf(prove(value)) }
      await client.call(accountRoutes.confirmIdentity, { body })
    }, done),
  }
}
