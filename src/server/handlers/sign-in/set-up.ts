import { isEmail } from '#contract/text.ts'
import type { UserKey } from '#contract/people.ts'
import type { SignInTools } from '../../auth/local/prove.ts'
import { refuseWeakPassword } from '../../auth/new-passwords.ts'
import { linkOver, type SetUp } from '../../auth/set-up.ts'
import { invalid, Refused } from '../../refused.ts'
import type { Call, Handlers } from '../handlers.ts'
import type { SessionView } from './session-view.ts'
import { signInSteps } from './sign-in.ts'

type SetUpHandlers = Pick<Handlers, 'openLink' | 'setUp' | 'setPasswordByLink'>

/** The handlers of one-time links: they make the first admin and set passwords, and their person is then signed in. */
export function setUpHandlers(links: SetUp, tools: SignInTools, view: SessionView): SetUpHandlers {
  const { accounts, passwords } = tools
  const signedIn = async (person: UserKey, call: Call) => {
    const account = await accounts.find(person)
    if (!account) throw linkOver('LINK_UNKNOWN')
    return { value: await signInSteps(tools, view).afterPassword(account, call) }
  }
  /** Looked at before anything is hashed: without a link nobody keeps the server busy. */
  const linkOf = async (token: string, purpose?: 'set-up' | 'password') => {
    const link = await links.findLink(token)
    if (purpose && link.purpose !== purpose) throw linkOver('LINK_UNKNOWN', purpose)
    return link
  }
  return {
    async openLink({ body }) {
      const { purpose, user, expires } = await linkOf(body.token)
      const whose = { email: user?.email ?? '', name: user?.name ?? '' }
      return { value: { purpose, ...whose, expires_at: expires.toISOString() } }
    },

    async setUp({ body: { token, email, name, password } }, call) {
      await linkOf(token, 'set-up')
      if (!isEmail(email)) throw invalid('email', 'is no email')
      refuseWeakPassword(password, { email, name })
      const passwordHash = await passwords.hash(password)
      const admin = { email, name, passwordHash }
      return await signedIn(await links.makeFirstAdmin(token, admin, call.from.address), call)
    },

    async setPasswordByLink({ body: { token, password } }, call) {
      const { user } = await linkOf(token, 'password')
      refuseWeakPassword(password, { email: user?.email ?? '', name: user?.name ?? '' })
      const person = await links
        .setPassword(token, await passwords.hash(password), call.from.address)
        .catch(withoutOwners)
      return await signedIn(person, call).catch((error: unknown) => {
        if (!(error instanceof Refused) || error.problem.reason !== 'NO_ACCESS') throw error
        const done = 'Your password is set, and this link is used.'
        throw new Refused({ ...error.problem, message: `${done} ${error.message}` })
      })
    },
  }
}

/** The refusal of an email that several people have, without who they are: whoever has a link may be none of them. */
function withoutOwners(error: unknown): never {
  if (!(error instanceof Refused) || error.problem.reason !== 'EMAIL_TAKEN') throw error
  throw new Refused({
    ...error.problem,
    message: 'Somebody else signs in here with the email of this account. Your password is not set.',
    resolution: 'Ask an admin to give one of you another email; then open this link again, it still works.',
  })
}
