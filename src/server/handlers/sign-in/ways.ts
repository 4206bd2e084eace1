import type { EntranceState } from '../../auth/entrance.ts'
import type { ProviderSignIn } from '../../auth/oidc/provider-sign-in.ts'
import type { Handlers } from '../handlers.ts'

/** The handler that tells the sign-in page how somebody can come in here now. */
export function signInWaysHandler(
  entrance: EntranceState,
  provider: Pick<ProviderSignIn, 'name'> | undefined,
): Pick<Handlers, 'findSignInWays'> {
  return {
    async findSignInWays(_, call) {
      const [isOpen, hasAdmin] = await Promise.all([entrance.isEntranceOpen(), entrance.hasAdmin()])
      // Who can sign in is known once somebody can; a form before that would only refuse.
      const password = hasAdmin || !isOpen
      return {
        value: {
          entrance: isOpen && call.isLocal,
          password,
          passkey: password && call.relyingParty !== undefined,
          ...(provider ? { oidc: { name: provider.name } } : {}),
          set_up: !hasAdmin,
        },
      }
    },
  }
}
