import { personId, type UserKey, type WorkflowUser } from '#contract/people.ts'
import { Refused } from '../../refused.ts'
import { type AccountLog, newReference } from '../account-log.ts'
import type { Passwords } from '../passwords.ts'
import type { Sessions } from '../sessions.ts'
import type { LocalAccount, LocalAccounts, PasskeyStore, SecondFactorStore } from './accounts.ts'
import { type Attempt, codeTries, type Guesses, passwordTries, recoveryCodeTries } from './guesses.ts'
import { typedCode } from './recovery-codes.ts'
import { stepOfCode } from './totp.ts'

/** What signing in to local accounts needs. */
export type SignInTools = {
  readonly sessions: Sessions
  readonly accounts: LocalAccounts
  readonly factors: SecondFactorStore
  readonly passkeys: PasskeyStore
  readonly passwords: Passwords
  readonly guesses: Guesses
  readonly log: AccountLog
  readonly clock: () => Date
}

/** The refusal of a proof that is not right: it says nothing of who has an account. */
export function notProven(message: string): Refused {
  return new Refused({ code: 'PermissionDenied', reason: 'NOT_PROVEN', message })
}

/** The refusal of what goes on with a sign-in that was ended, took too long, or is not to be finished in this way any more. */
export function signInOver(): Refused {
  return new Refused({
    code: 'FailedPrecondition',
    reason: 'SIGN_IN_OVER',
    message: 'This sign-in took too long, or was ended.',
    resolution: 'Begin again.',
  })
}

/** The refusal of an email and a password that are not right. */
export const wrongPassword = (): Refused => notProven('The email or the password is not right.')

/**
 * The refusal of somebody who has proven who they are, and may not come in; it is logged, and has the reference of the entry.
 * Nobody else is told.
 */
export async function noAccess({ log }: SignInTools, person: UserKey, address: string): Promise<Refused> {
  const reference = newReference()
  await log.record('SIGN_IN_REFUSED', 'nobody', person, { reason: 'NO_ACCESS', reference, address })
  return new Refused({
    code: 'PermissionDenied',
    reason: 'NO_ACCESS',
    message: 'You have no access here any more (or yet).',
    resolution: `Ask an admin for a role, and give them the reference ${reference}.`,
  })
}

/** What a try counts against: the account that it finds, however its email is written, or the email that nobody has. */
const countedAs = (account: LocalAccount | undefined, email: string): string =>
  account ? `password of ${personId(account.person)}` : `password at ${email}`

/** A password that somebody typed, and whose it should be: that of the account with the email, unless said. */
export type PasswordProof = {
  readonly email: string
  readonly password: string
  readonly find?: () => Promise<LocalAccount | undefined>
}

/**
 * The account of an email and a password, for which nothing else is proven yet. Unknown emails cost the same, say the same
 * and are slowed down the same. Throws `Refused`: PermissionDenied (reason NOT_PROVEN), ResourceExhausted (429, with the
 * seconds to wait), Unavailable (503).
 */
export async function provePassword(
  { accounts, passwords, guesses, log }: SignInTools,
  { email, password, find = () => accounts.findByEmail(email) }: PasswordProof,
  address: string,
): Promise<LocalAccount> {
  const tried: { attempt?: Attempt; account?: LocalAccount | undefined } = {}
  const { ok, rehashed } = await passwords.check(password, async () => {
    const [account, compared] = await Promise.all([find(), accounts.comparedEmail(email)])
    tried.attempt = await guesses.begin(countedAs(account, compared), address, passwordTries)
    tried.account = account
    return account?.passwordHash
  })
  const { attempt, account } = tried
  if (!ok || !account) {
    // Once for all tries that were free, so that nobody fills the log.
    if (attempt?.isLastFree) {
      const detail = { reason: 'WRONG_PASSWORDS', address }
      await log.record('SIGN_IN_REFUSED', 'nobody', account?.person, detail)
    }
    throw wrongPassword()
  }
  await attempt?.right()
  const { person, passwordHash = '' } = account
  if (rehashed === undefined) return account
  await accounts.rehash(person, passwordHash, rehashed)
  return { ...account, passwordHash: rehashed }
}

/** By what a code of somebody was proven. */
export type CodeKind = 'TOTP' | 'RECOVERY_CODE'

/**
 * Proves a code of the authenticator app or a recovery code, which works once. Throws `Refused`: PermissionDenied (reason
 * NOT_PROVEN), ResourceExhausted (429, with the seconds to wait).
 */
export async function proveCode(
  tools: SignInTools,
  person: WorkflowUser,
  code: string,
  address: string,
): Promise<CodeKind> {
  const typed = typedCode(code)
  const [tried, free] = isOfApp(typed) ? ['code', codeTries] : ['recovery code', recoveryCodeTries]
  const attempt = await tools.guesses.begin(`${tried} ${personId(person)}`, address, free)
  const kind = await spendCode(tools, person, typed)
  if (kind === undefined) {
    await tools.log.record('SECOND_FACTOR_FAILED', { id: personId(person) }, person, { address })
    throw notProven('The code is not right, or was used before.')
  }
  await attempt.right()
  return kind
}

const isOfApp = (code: string): boolean => /^\d{6}$/.test(code)

async function spendCode(
  { factors, clock }: SignInTools,
  person: UserKey,
  code: string,
): Promise<CodeKind | undefined> {
  if (!isOfApp(code)) return (await factors.spendRecoveryCode(person, code)) ? 'RECOVERY_CODE' : undefined
  const secret = await factors.findTotp(person)
  const step = secret === undefined ? undefined : stepOfCode(secret, code, clock())
  return step !== undefined && (await factors.spendTotpStep(person, step)) ? 'TOTP' : undefined
}

/** The second factors that somebody can be asked for, as the API names them; `passkeys`: whether they work at this address. */
export function factorsOf(account: LocalAccount, passkeys: boolean): string[] {
  const { totp, recoveryCodes } = account
  return [
    ...(totp ? ['TOTP'] : []),
    ...(passkeys && account.passkeys > 0 ? ['PASSKEY'] : []),
    ...(recoveryCodes > 0 ? ['RECOVERY_CODE'] : []),
  ]
}
