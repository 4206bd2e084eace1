import { refuseWeakPassword } from '../../auth/new-passwords.ts'
import { refuseDemo } from '../../auth/refuse-demo.ts'
import type { SignInTools } from '../../auth/local/prove.ts'
import { invalid, refused } from '../../refused.ts'
import type { Handlers } from '../handlers.ts'
import { sessionOf } from './own-sessions.ts'
import type { SessionView } from './session-view.ts'
import { noPassword, proveOwnPassword } from './sign-in.ts'

type OwnAccountHandlers = Pick<Handlers, 'changePassword' | 'findProfile' | 'changeProfile'>

/** The handlers of the password and the profile of a person, by themselves. */
export function ownAccountHandlers(tools: SignInTools, view: SessionView): OwnAccountHandlers {
  const { accounts, passwords } = tools
  return {
    async changePassword({ body: { current, password } }, call) {
      refuseDemo(call.actor)
      const { user } = call.actor
      const account = await accounts.find(user)
      if (account?.passwordHash === undefined) throw noPassword()
      if (current === undefined) throw invalid('current', 'is needed')
      refuseWeakPassword(password, user)
      const { passwordHash: proven = '' } = await proveOwnPassword(tools, user, current, call)
      const hashes = { proven, next: await passwords.hash(password) }
      if (await accounts.changePassword(user, hashes, sessionOf(call.actor).id)) return {}
      throw refused(
        'FailedPrecondition',
        'Your password was set anew meanwhile. Sign in again with the newest.',
      )
    },

    async findProfile(_, call) {
      const { roles_from_claims = false } = await view(call.actor, call)
      return { value: { time_zone: await accounts.findTimeZone(call.actor.user), roles_from_claims } }
    },

    async changeProfile({ body: { time_zone } }, call) {
      refuseDemo(call.actor)
      if (!isTimeZone(time_zone)) throw invalid('time_zone', 'is no IANA time zone, such as Europe/Berlin')
      await accounts.setTimeZone(call.actor.user, time_zone)
      const { roles_from_claims = false } = await view(call.actor, call)
      return { value: { time_zone, roles_from_claims } }
    },
  }
}

/** Whether a text is the name of a time zone, `local` or empty: those of the browser. Offsets are no names. */
function isTimeZone(text: string): boolean {
  if (text === '' || text === 'local') return true
  if (!/^[A-Za-z]/.test(text)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== ''
  } catch {
    return false // RangeError: there is no such zone
  }
}
