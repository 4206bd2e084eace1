import { randomBytes } from 'node:crypto'
import type { Actor } from '#contract/permissions.ts'
import { returnTarget } from '#contract/session/return-to.ts'
import { type ProviderReason, signedInPath } from '#contract/session/sign-in.ts'
import { textProblem } from '#contract/text.ts'
import { Refused, refused } from '../../refused.ts'
import type { AccountLog } from '../account-log.ts'
import type { RequestOrigin, Sessions, StartedSession } from '../sessions.ts'
import { oldestSignInSeconds, type ProvenIdentity, type Provider } from './provider.ts'
import { ProviderFailure } from './provider-failure.ts'
import type { ProviderSessions } from './provider-sessions.ts'
import { claimOf, type RoleMap, rolesOf } from './role-map.ts'
import type { ClaimedIdentity, Ties } from './ties.ts'
import type { Transaction, Transactions } from './transactions.ts'

/** How people of the provider are known here. */
export type IdentityRules = {
  readonly issuer: string
  /** What the page calls the provider. */
  readonly name: string
  /** The claim that equals the id of a person. */
  readonly identityClaim: string
  /** Claims decide the roles of people at each sign-in; undefined where they do not. */
  readonly roles: RoleMap | undefined
  /** Whether a verified email may tie a person who is not staff. */
  readonly tieByEmail: boolean
}

type Begin = {
  readonly returnTo: string | undefined
  readonly window: boolean
  /** The caller, where they are to prove again who they are. */
  readonly again: Actor | undefined
  /** The id of the session in which it begins, which the new one takes the place of. */
  readonly before: string | undefined
  /** Whether the provider is to ask who it is, also where somebody is signed in there. */
  readonly ask: boolean
}

/** Signing in by the identity provider. */
export type ProviderSignIn = Pick<IdentityRules, 'name'> & {
  /** Whether claims decide the roles of the provider's people. */
  readonly decidesRoles: boolean
  /**
   * Begins a sign-in of the browser that has (or is to get) the cookie `browser`. Throws `Refused` Unavailable (503) where the
   * provider cannot be reached.
   */
  begin(
    begin: Begin,
    browser: string | undefined,
  ): Promise<{ readonly url: string; readonly browser: string; readonly expires: Date }>
  /** Ends a sign-in by the provider's answer. Throws nothing of the provider: the address says what came of it. */
  finish(
    answer: URLSearchParams,
    browser: string | undefined,
    from: RequestOrigin,
  ): Promise<{ readonly location: string; readonly started?: StartedSession }>
  /**
   * Ends the sessions that a logout token of the provider names. Throws `Refused`: InvalidArgument (400) for a token that does
   * not verify or was used before, Unavailable (503) where the provider's keys cannot be read.
   */
  endSessions(logoutToken: string): Promise<void>
  /** Where a browser ends the session of this token at the provider too; undefined where there is nothing to end. */
  signOutUrl(token: string): Promise<string | undefined>
}

type Parts = {
  readonly rules: IdentityRules
  readonly publicUrl: string
  readonly provider: Provider
  readonly transactions: Transactions
  readonly ties: Ties
  readonly sessions: Pick<Sessions, 'start'>
  readonly providerSessions: ProviderSessions
  readonly accountLog: AccountLog
  readonly clock: () => Date
  readonly log: { warn(line: string): void }
}

/** Somebody has so long at the provider. */
const transactionMs = 10 * 60_000
/** So far may the provider's clock be behind ours. */
const clockToleranceMs = 30_000

const secret = () => randomBytes(32).toString('base64url')
const isSecret = (text: string | undefined) => text !== undefined && /^[\w-]{43}$/.test(text)

/** Signing in by a provider, put together from its parts. */
export function createProviderSignIn(parts: Parts): ProviderSignIn {
  const { rules, publicUrl, provider, transactions, providerSessions, accountLog, clock, log } = parts
  return {
    name: rules.name,
    decidesRoles: rules.roles !== undefined,

    async begin({ returnTo, window, again, before, ask }, known) {
      const proofs = { state: secret(), nonce: secret(), codeVerifier: secret() }
      const url = await provider
        .signInUrl(proofs, again ? 'fresh' : ask ? 'ask' : 'known')
        .catch((error: unknown) => {
          log.warn(failure(error).message)
          throw away(rules.name)
        })
      // One browser keeps its cookie, so that it may sign in by several tabs at once.
      const browser = isSecret(known) && known !== undefined ? known : secret()
      const begun = clock()
      const expires = new Date(begun.getTime() + transactionMs)
      const { state, ...kept } = proofs
      const session = again?.via === 'session' ? again.session : undefined
      await transactions.begin(
        state,
        browser,
        {
          ...kept,
          returnTo: returnTarget(returnTo, publicUrl),
          window,
          begun,
          ...(before !== undefined && { before }),
          ...(again && session && { again: { session: session.id, person: again.user } }),
        },
        expires,
      )
      return { url, browser, expires }
    },

    async finish(answer, browser, from) {
      const state = answer.get('state') ?? ''
      const transaction = await transactions.take(state, browser)
      if (transaction === 'late') return { location: failedAt('TOO_LATE', undefined, publicUrl) }
      if (transaction === 'other-browser')
        return { location: failedAt('OTHER_BROWSER', undefined, publicUrl) }
      try {
        return await finishKnown(parts, answer, { state, ...transaction }, from)
      } catch (error) {
        const { reason, message } = failure(error)
        log.warn(message)
        const { again } = transaction
        if (again) await accountLog.record('IDENTITY_NOT_CONFIRMED', 'provider', again.person, { reason })
        return { location: failedAt(reason, transaction, publicUrl) }
      }
    },

    async endSessions(logoutToken) {
      const token = await provider.readLogoutToken(logoutToken).catch((error: unknown) => {
        const { reason, message } = failure(error)
        log.warn(message)
        throw reason === 'PROVIDER_AWAY' ? away(rules.name) : notALogoutToken()
      })
      if (!(await providerSessions.endBy(token))) throw notALogoutToken()
    },

    async signOutUrl(token) {
      const idToken = await providerSessions.idTokenOf(token)
      if (idToken === undefined) return undefined
      return await provider.signOutUrl(idToken).catch((error: unknown) => {
        log.warn(failure(error).message)
        return undefined
      })
    },
  }
}

async function finishKnown(
  { rules, publicUrl, provider, ties, sessions, providerSessions, accountLog }: Parts,
  answer: URLSearchParams,
  transaction: Transaction & { readonly state: string },
  from: RequestOrigin,
): Promise<{ readonly location: string; readonly started?: StartedSession }> {
  const identity = await provider.identityOf(answer, transaction)
  checkAge(identity, transaction)
  const { subject, session, idToken, authenticatedAt, made } = identity
  const { again } = transaction
  const admission = await ties.admit(claimedIdentity(rules, identity))
  if ('refused' in admission)
    return { location: failedAt(admission.refused, transaction, publicUrl, admission.reference) }
  const { person } = admission
  if (again && (again.person.user_type !== person.user_type || again.person.id !== person.id))
    throw new ProviderFailure('OTHER_PERSON', 'it is not whose session it is')
  const started = await sessions.start({
    person,
    method: 'oidc',
    stage: 'complete',
    replaced: undefined,
    replacedId: again?.session ?? transaction.before,
    from,
    // A provider that does not say when proves nothing fresh.
    authenticatedAt: authenticatedAt ?? new Date(transaction.begun.getTime() - oldestSignInSeconds * 1000),
    provider: {
      issuer: rules.issuer,
      subject,
      session,
      idToken: providerSessions.sealIdToken(idToken, subject),
      made,
    },
  })
  if (!started) throw new ProviderFailure('NO_ROLES', 'the person has lost their roles meanwhile')
  if (again) await accountLog.record('IDENTITY_CONFIRMED', started.actor, person, { method: 'oidc' })
  const location = transaction.window ? signedInPath : returnTarget(transaction.returnTo, publicUrl)
  return { location, started }
}

/** Refuses a proof that is older than a day, and one that is to be fresh and was given before it was asked for. */
function checkAge({ authenticatedAt }: ProvenIdentity, { begun, again }: Transaction): void {
  if (again && authenticatedAt === undefined)
    throw new ProviderFailure('NOT_FRESH', 'the provider does not say when (auth_time)')
  if (authenticatedAt === undefined) return
  const oldest = begun.getTime() - (again ? 0 : oldestSignInSeconds * 1000) - clockToleranceMs
  if (authenticatedAt.getTime() < oldest)
    throw new ProviderFailure('NOT_FRESH', 'the provider did not ask again who it is')
}

function claimedIdentity(rules: IdentityRules, { subject, claims }: ProvenIdentity): ClaimedIdentity {
  if (textProblem(subject, 255) !== undefined)
    throw new ProviderFailure('NOT_VERIFIED', 'the subject is no text that can be kept')
  const id = claimOf(claims, rules.identityClaim)
  const byEmail = rules.tieByEmail && claims['email_verified'] === true
  return {
    issuer: rules.issuer,
    subject,
    // A number that is none exactly has been rounded to somebody else's.
    id: typeof id === 'number' && Number.isSafeInteger(id) ? String(id) : textOf(id),
    email: byEmail ? plainEmail(claims['email']) : undefined,
    roles: rules.roles && rolesOf(rules.roles, claims),
  }
}

/** Letters of other alphabets may look, or fold, like those of somebody else's email. */
function plainEmail(claim: unknown): string | undefined {
  const email = textOf(claim)
  return email !== undefined && /^[!-~]+$/.test(email) ? email : undefined
}

function textOf(claim: unknown): string | undefined {
  const usable = typeof claim === 'string' && claim !== '' && textProblem(claim, 320) === undefined
  return usable ? claim : undefined
}

/** Where a sign-in that came to nothing leads; the place to come back to is kept for the next try. */
function failedAt(
  reason: ProviderReason,
  transaction: Transaction | undefined,
  publicUrl: string,
  reference?: string,
): string {
  const query = new URLSearchParams({ reason, ...(reference === undefined ? {} : { reference }) })
  if (transaction?.window) return `${signedInPath}?${query}`
  const to = transaction ? returnTarget(transaction.returnTo, publicUrl) : '/'
  if (to !== '/') query.set('to', to)
  return `/sign-in?${query}`
}

function failure(error: unknown): ProviderFailure {
  if (error instanceof ProviderFailure) return error
  throw error
}

function away(name: string): Refused {
  return new Refused({
    code: 'Unavailable',
    reason: 'PROVIDER_AWAY',
    message: `${name} cannot be reached from this server.`,
    resolution: 'Try again in a moment. If it stays so, tell whoever runs this server.',
  })
}

function notALogoutToken(): Refused {
  return refused('InvalidArgument', 'This is no logout token that this server takes, or it was used before.')
}
