import type { CallInput } from '#contract/route.ts'
import type { OpenedLink, SignInStep } from '#contract/session/sign-in.ts'
import { signInRoutes } from '#contract/session/sign-in-calls.ts'
import { useClient } from '../provider.tsx'
import { type Attempt, useAttempt } from './sign-in.ts'

/** Asks what a one-time link is for, without using it up. */
export function useOpenLink(done: (link: OpenedLink) => void): Attempt<string> {
  const client = useClient()
  return useAttempt(
    async (token: string) => (await client.call(signInRoutes.openLink, { body: { token } })).value,
    done,
  )
}

/** Makes the first admin by the link that the server printed. */
export function useSetUp(
  done: (step: SignInStep) => void,
): Attempt<CallInput<typeof signInRoutes.setUp>['body']> {
  const client = useClient()
  return useAttempt(async (body) => (await client.call(signInRoutes.setUp, { body })).value, done)
}

/** Sets a password by a one-time link, and signs its person in. */
export function useSetPassword(
  done: (step: SignInStep) => void,
): Attempt<CallInput<typeof signInRoutes.setPasswordByLink>['body']> {
  const client = useClient()
  return useAttempt(async (body) => (await client.call(signInRoutes.setPasswordByLink, { body })).value, done)
}
