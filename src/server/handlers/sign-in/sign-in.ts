import type * as z from 'zod/mini'
import { sameUser, type WorkflowUser } from '#contract/people.ts'
import type { ConfirmInput, SignInStep } from '#contract/session/sign-in.ts'
import type { LocalAccount } from '../../auth/local/accounts.ts'
import { passkeyOptions, personByPasskey } from '../../auth/local/passkeys.ts'
import {
  factorsOf,
  noAccess,
  notProven,
  proveCode,
  provePassword,
  signInOver,
  type SignInTools,
} from '../../auth/local/prove.ts'
import type { Proof, SessionStart, StartedSession } from '../../auth/sessions.ts'
import { stageOf } from '../../auth/stages.ts'
import { invalid, Refused, refused } from '../../refused.ts'
import type { Call, Handlers } from '../handlers.ts'
import type { SessionView } from './session-view.ts'

type SignInHandlers = Pick<
  Handlers,
  'signInByPassword' | 'signInByCode' | 'beginPasskey' | 'signInByPasskey' | 'confirmIdentity'
>
type Step = z.output<typeof SignInStep>

/** The handlers by which people with a local account sign in, and prove again who they are. */
export function signInHandlers(tools: SignInTools, view: SessionView): SignInHandlers {
  const step = signInSteps(tools, view)
  return {
    async signInByPassword({ body: { email, password } }, call) {
      const account = await provePassword(tools, { email, password }, call.from.address)
      return { value: await step.afterPassword(account, call) }
    },

    async signInByCode({ body: { code } }, call) {
      const unfinished = await tools.sessions.findUnfinished(call.session ?? '')
      const account = unfinished && (await tools.accounts.find(unfinished.person))
      if (unfinished?.stage !== 'second-factor' || !account) throw signInOver()
      await proveCode(tools, account.person, code, call.from.address)
      return { value: await step.proven({ by: 'code' }, call) }
    },

    async beginPasskey(_, call) {
      const unfinished = await tools.sessions.findUnfinished(call.session ?? '')
      const { caller } = call
      const person = unfinished?.person ?? (caller?.via === 'session' ? caller.user : undefined)
      return { value: { ...(await passkeyOptions(tools.passkeys, partyOf(call), person)) } }
    },

    async signInByPasskey({ body: { response } }, call) {
      const proven = await personByPasskey(tools.passkeys, partyOf(call), response)
      if (!proven) throw passkeyRefused()
      const { person } = proven
      return { value: await step.start({ person, method: 'passkey', stage: 'complete', proven }, [], call) }
    },

    async confirmIdentity({ body }, call) {
      const proof = await proveAgain(tools, body, call)
      const { session } = await step.proven(proof, call)
      if (!session) throw signInOver()
      return { value: session }
    },
  }
}

/** What comes after a proof: a session, or what is still to be proven. */
export function signInSteps(tools: SignInTools, view: SessionView) {
  const { sessions } = tools
  const signedIn = async (started: StartedSession, call: Call): Promise<Step> => {
    call.setSession(started.token, started.expires)
    return { state: 'SIGNED_IN', factors: [], session: await view(started.actor, call) }
  }
  const start = async (
    { person, method, stage, proven }: Pick<SessionStart, 'person' | 'method' | 'stage' | 'proven'>,
    factors: string[],
    call: Call,
  ): Promise<Step> => {
    const replaced = { replaced: call.session, from: call.from }
    const started = await sessions.start({ person, method, stage, proven, ...replaced })
    // Somebody deactivated, or without a role, who has proven who they are.
    if (!started) throw await noAccess(tools, person, call.from.address)
    if (stage === 'complete') return await signedIn(started, call)
    call.setSession(started.token, started.expires)
    if (stage === 'second-factor') return { state: 'SECOND_FACTOR', factors }
    return { state: 'ENROL', factors, session: await view(started.actor, call) }
  }
  return {
    start,

    /** After a password was proven, or set by a link. */
    afterPassword: async (account: LocalAccount, call: Call): Promise<Step> => {
      const { person, roles, totp, passkeys, passwordHash = '' } = account
      const stage = stageOf({ roles }, 'password', { totp, passkey: passkeys > 0 })
      const factors = stage === 'second-factor' ? factorsOf(account, call.relyingParty !== undefined) : []
      return await start({ person, method: 'password', stage, proven: { passwordHash } }, factors, call)
    },

    /** After a proof in a session that is there: it goes on under a new token. */
    proven: async (proof: Proof, call: Call): Promise<Step> => {
      const started = await sessions.prove(call.session ?? '', proof)
      if (!started) throw signInOver()
      return await signedIn(started, call)
    },
  }
}

async function proveAgain(
  tools: SignInTools,
  { password, code, response }: z.output<typeof ConfirmInput>,
  call: Call,
): Promise<Proof> {
  const { user } = call.actor
  const refusedProof = async (refusal: Refused): Promise<Refused> => {
    await tools.log.record('IDENTITY_NOT_CONFIRMED', call.actor, user, { address: call.from.address })
    return refusal
  }
  if (response) {
    const proven = await personByPasskey(tools.passkeys, partyOf(call), response)
    if (!proven || !sameUser(proven.person, user)) throw await refusedProof(passkeyRefused())
    return { by: 'passkey' }
  }
  const account = await tools.accounts.find(user)
  if (account?.passwordHash === undefined) throw noPassword()
  if (password === undefined) throw invalid('password', 'is needed')
  const takesCode = account.totp || account.passkeys > 0
  if (takesCode && code === undefined) throw invalid('code', 'is needed')
  await proveOwnPassword(tools, user, password, call)
  if (!takesCode) return { by: 'password' }
  await proveCode(tools, user, code ?? '', call.from.address)
  return { by: 'code' }
}

/** Proves the password of whoever uses a session, and returns their account. Throws `Refused` as `provePassword` does. */
export async function proveOwnPassword(
  tools: SignInTools,
  user: WorkflowUser,
  password: string,
  { from, actor }: Pick<Call, 'from' | 'actor'>,
): Promise<LocalAccount> {
  const proof = { email: user.email, password, find: () => tools.accounts.find(user) }
  return await provePassword(tools, proof, from.address).catch(async (error: unknown) => {
    if (error instanceof Refused && error.problem.reason === 'NOT_PROVEN') {
      await tools.log.record('IDENTITY_NOT_CONFIRMED', actor, user, { address: from.address })
      throw notProven('The password is not right.')
    }
    throw error
  })
}

/** The relying party of a call. Throws `Refused` FailedPrecondition at an address at which there are no passkeys. */
export function partyOf({ relyingParty }: Pick<Call, 'relyingParty'>) {
  if (relyingParty) return relyingParty
  throw refused(
    'FailedPrecondition',
    'Browsers use passkeys only where the address has a name, not a number.',
  )
}

export const passkeyRefused = (): Refused => notProven('The passkey was not accepted. Try again.')

/** The refusal of what takes a password to somebody who has none here. */
export function noPassword(): Refused {
  return new Refused({
    code: 'FailedPrecondition',
    reason: 'NO_PASSWORD',
    message: 'You have no password here.',
    resolution: 'You sign in at your identity provider; passwords and second factors are kept there.',
  })
}
