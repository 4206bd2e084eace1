import type { ClosingReason, EntranceState } from '../../auth/entrance.ts'
import type { ProviderSignIn } from '../../auth/oidc/provider-sign-in.ts'
import type { Sessions } from '../../auth/sessions.ts'
import type { Handlers } from '../handlers.ts'

const realData: ReadonlySet<string> = new Set<ClosingReason>(['IMPORT', 'DIRECTORY_IMPORT', 'UPGRADE'])

/** The handler that tells the sign-in page how somebody can come in here now. */
export function signInWaysHandler(
  entrance: EntranceState,
  provider: Pick<ProviderSignIn, 'name'> | undefined,
  sessions: Pick<Sessions, 'findUnfinished'>,
): Pick<Handlers, 'findSignInWays'> {
  return {
    async findSignInWays(_, call) {
      const [isOpen, hasAdmin] = await Promise.all([entrance.isEntranceOpen(), entrance.hasAdmin()])
      // A form would only refuse before there is anybody who can sign in.
      const password = hasAdmin || (!isOpen && (await entrance.hasAccount()))
      // The cookie is read by hand: what anybody may read is given out without asking who it is.
      const unfinished = call.session === undefined ? undefined : await sessions.findUnfinished(call.session)
      const reason = hasAdmin ? undefined : await entrance.whyClosed()
      return {
        value: {
          entrance: isOpen && call.isLocal,
          password,
          passkey: password && call.relyingParty !== undefined,
          ...(provider ? { oidc: { name: provider.name } } : {}),
          set_up: !hasAdmin,
          enrol: unfinished?.stage === 'enrol',
          ...(reason && realData.has(reason) ? { set_up_reason: 'REAL_DATA' } : {}),
        },
      }
    },
  }
}
