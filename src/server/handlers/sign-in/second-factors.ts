import type { LocalAccount } from '../../auth/local/accounts.ts'
import { codeTries } from '../../auth/local/guesses.ts'
import { madePasskey, newPasskeyOptions } from '../../auth/local/passkeys.ts'
import { notProven, signInOver, type SignInTools } from '../../auth/local/prove.ts'
import { newRecoveryCodes, typedCode } from '../../auth/local/recovery-codes.ts'
import { newTotpSecret, shownSecret, stepOfCode } from '../../auth/local/totp.ts'
import { refuseDemo } from '../../auth/refuse-demo.ts'
import { needsSecondFactor } from '../../auth/stages.ts'
import { refused } from '../../refused.ts'
import type { Call, Handlers } from '../handlers.ts'
import { sessionOf } from './own-sessions.ts'
import type { SessionView } from './session-view.ts'
import { noPassword, partyOf, passkeyRefused, signInSteps } from './sign-in.ts'

type SecondFactorHandlers = Pick<
  Handlers,
  | 'findSecondFactors'
  | 'beginTotp'
  | 'confirmTotp'
  | 'removeTotp'
  | 'makeRecoveryCodes'
  | 'beginNewPasskey'
  | 'addPasskey'
  | 'removePasskey'
>

/** The handlers of the second factors of a person, by themselves; of who signs in here, with a password. */
export function secondFactorHandlers(tools: SignInTools, view: SessionView): SecondFactorHandlers {
  const { factors, passkeys, guesses, clock } = tools
  const list = async (call: Call) => {
    const account = await tools.accounts.find(call.actor.user)
    return {
      password: account?.passwordHash !== undefined,
      totp: account?.totp ?? false,
      recovery_codes_left: account?.recoveryCodes ?? 0,
      passkeys: [...(await factors.listPasskeys(call.actor.user))],
      required: account?.passwordHash !== undefined && needsSecondFactor(call.actor.roles),
    }
  }
  /** Where a second factor was what was missing, the session lets its person in now, under a new token. */
  const complete = async (call: Call, by: 'code' | 'passkey') => {
    if (sessionOf(call.actor).stage !== 'enrol') return {}
    const { session } = await signInSteps(tools, view).proven({ by }, call)
    return session ? { session } : {}
  }
  return {
    findSecondFactors: async (_, call) => ({ value: await list(call) }),

    async beginTotp(_, call) {
      await mayAdd(tools, call)
      const secret = newTotpSecret()
      await factors.beginTotp(call.actor.user, secret, sessionOf(call.actor))
      return { value: shownSecret(secret, call.actor.user.email) }
    },

    async confirmTotp({ body }, call) {
      const { user } = call.actor
      await mayAdd(tools, call)
      const secret = await factors.findPendingTotp(user)
      if (secret === undefined) throw notBegun()
      const attempt = await guesses.begin(`set-up ${call.actor.id}`, call.from.address, codeTries)
      const step = stepOfCode(secret, typedCode(body.code), clock())
      if (step === undefined) throw notProven('The code is not right. Check the clock of your device.')
      await attempt.right()
      const codes = newRecoveryCodes()
      const { codesKept } = await factors.confirmTotp(user, { secret, step, codes }, sessionOf(call.actor))
      return { value: { codes: codesKept ? codes : [], ...(await complete(call, 'code')) } }
    },

    async removeTotp(_, call) {
      mayChange(call)
      await factors.removeTotp(call.actor.user)
      return {}
    },

    async makeRecoveryCodes(_, call) {
      mayChange(call)
      const codes = newRecoveryCodes()
      await factors.replaceRecoveryCodes(call.actor.user, codes)
      return { value: { codes } }
    },

    async beginNewPasskey(_, call) {
      await mayAdd(tools, call)
      return { value: { ...(await newPasskeyOptions(passkeys, partyOf(call), call.actor.user)) } }
    },

    async addPasskey({ body: { response, name } }, call) {
      await mayAdd(tools, call)
      const passkey = await madePasskey(passkeys, partyOf(call), call.actor.user, response)
      if (!passkey) throw passkeyRefused()
      const codes = newRecoveryCodes()
      const made = { passkey, name, codes }
      const { codesKept } = await passkeys.addPasskey(call.actor.user, made, sessionOf(call.actor))
      const kept = { ...(await list(call)), codes: codesKept ? codes : [] }
      return { value: { ...kept, ...(await complete(call, 'passkey')) } }
    },

    async removePasskey({ params }, call) {
      mayChange(call)
      await factors.removePasskey(call.actor.user, params.id)
      return {}
    },
  }
}

/**
 * Refuses a new second factor: it lets its owner in, so that it takes a fresh proof as well; who is setting up their first has
 * just proven their password. Throws `Refused`: FreshProofRequired (403), FailedPrecondition for somebody without a password.
 */
async function mayAdd({ accounts }: SignInTools, call: Call): Promise<LocalAccount> {
  refuseDemo(call.actor)
  if (sessionOf(call.actor).stage !== 'enrol') call.requireFreshProof()
  const account = await accounts.find(call.actor.user)
  if (account?.passwordHash === undefined) throw noPassword()
  if (sessionOf(call.actor).stage === 'enrol' && (account.totp || account.passkeys > 0)) throw signInOver()
  return account
}

/** Second factors are no account's of the demonstration, and a change of them takes a fresh proof. Throws `Refused` otherwise. */
function mayChange(call: Call): void {
  refuseDemo(call.actor)
  call.requireFreshProof()
}

function notBegun() {
  return refused('FailedPrecondition', 'Begin to set up the authenticator app first.')
}
