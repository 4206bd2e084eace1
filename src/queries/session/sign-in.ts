import { ApiError, failureOf } from '#client/api-error.ts'
import type { Failure } from '#contract/errors.ts'
import type { CallInput } from '#contract/route.ts'
import type { SignInStep, SignInWays } from '#contract/session/sign-in.ts'
import { signInRoutes } from '#contract/session/sign-in-calls.ts'
import { useClient } from '../provider.tsx'
import { type Reading, useReading } from '../reading.ts'
import { useSingleCall } from '../single-call.ts'
import { sessionKeys } from './session.ts'

/** How somebody can sign in here now. Read anew each time that it is shown. */
export function useSignInWays(): Reading<SignInWays> {
  const client = useClient()
  return useReading({
    queryKey: sessionKeys.ways,
    queryFn: async ({ signal }) => (await client.call(signInRoutes.findSignInWays, {}, signal)).value,
    staleTime: 0,
  })
}

/** Why a step came to nothing: what the server said, and how long it asks to wait with the next, in milliseconds. */
export type StepFailure = Failure & { readonly retryAfterMs?: number | undefined }

/** The state of something that is asked of the server once, by a press. */
export type Attempt<Input> = {
  readonly isUnderWay: boolean
  readonly failure: StepFailure | undefined
  readonly start: (input: Input) => void
}

/** An attempt at `run`, once for a double press; `done` is called with what came of it, what `run` throws is the failure. */
export function useAttempt<Input, Result>(
  run: (input: Input) => Promise<Result>,
  done: (result: Result) => void,
): Attempt<Input> {
  const { start, isUnderWay, error } = useSingleCall({ mutationFn: run, onSuccess: done })
  const failure = error && { ...failureOf(error), ...waitOf(error) }
  return { isUnderWay, failure: failure ?? undefined, start: (input) => start(input) }
}

function waitOf(error: Error): Pick<StepFailure, 'retryAfterMs'> {
  return error instanceof ApiError ? { retryAfterMs: error.retryAfterMs } : {}
}

/** The steps by which somebody signs in; each tells `done` where that has come to. */
export type SignInSteps = {
  readonly byPassword: Attempt<CallInput<typeof signInRoutes.signInByPassword>['body']>
  readonly byCode: Attempt<string>
  /** Takes what has the person prove a passkey. */
  readonly byPasskey: Attempt<ProvePasskey>
}

/** Has the person prove a passkey by what the server asks for; resolves to what the server checks. */
export type ProvePasskey = (options: { readonly challenge: string }) => Promise<{ readonly id: string }>

/** Signs somebody in, step by step. */
export function useSignInSteps(done: (step: SignInStep) => void): SignInSteps {
  const client = useClient()
  return {
    byPassword: useAttempt(
      async (body) => (await client.call(signInRoutes.signInByPassword, { body })).value,
      done,
    ),
    byCode: useAttempt(
      async (code: string) => (await client.call(signInRoutes.signInByCode, { body: { code } })).value,
      done,
    ),
    byPasskey: useAttempt(async (prove: ProvePasskey) => {
      const { value } = await client.call(signInRoutes.beginPasskey, { body: {} })
      const body = { response: await answerOf(prove(value)) }
      return (await client.call(signInRoutes.signInByPasskey, { body })).value
    }, done),
  }
}

type PasskeyAnswer = CallInput<typeof signInRoutes.signInByPasskey>['body']['response']

/** What a browser answers has more than what the server reads of it. */
export async function answerOf(coming: Promise<{ readonly id: string }>): Promise<PasskeyAnswer> {
  return (await coming) as PasskeyAnswer
}

type ProviderInput = CallInput<typeof signInRoutes.signInByProvider>['body']

/** Begins a sign-in at the identity provider; `done` is called with the address to send a browser to. */
export function useProviderSignIn(done: (url: string) => void): Attempt<ProviderInput> {
  const client = useClient()
  return useAttempt(
    async (body: ProviderInput) => (await client.call(signInRoutes.signInByProvider, { body })).value.url,
    done,
  )
}
