import type { SignInTools } from '../../auth/local/prove.ts'
import { ownAccountHandlers } from './own-account.ts'
import { ownSessionHandlers } from './own-sessions.ts'
import { secondFactorHandlers } from './second-factors.ts'
import type { SessionView } from './session-view.ts'
import { signInHandlers } from './sign-in.ts'

/** The handlers by which people sign in to accounts of this server, and of what they have there. */
export function localAccountHandlers(tools: SignInTools, view: SessionView) {
  return {
    ...signInHandlers(tools, view),
    ...ownSessionHandlers(tools.sessions),
    ...secondFactorHandlers(tools, view),
    ...ownAccountHandlers(tools, view),
  }
}
