import { pageSizes } from '#contract/envelopes.ts'
import type { Keys } from '../auth/keys.ts'
import { refuseDemo } from '../auth/refuse-demo.ts'
import { refused } from '../refused.ts'
import type { Handlers } from './handlers.ts'
import type { PageTokens } from './page-tokens.ts'

/** The handlers of API keys (security 4.5). */
export function keyHandlers(
  keys: Keys,
  tokens: PageTokens,
): Pick<Handlers, 'listKeys' | 'makeKey' | 'revokeKey'> {
  return {
    async listKeys({ query: { of = '', page_token } }, { actor }) {
      if (of !== '' && !actor.roles.includes('admin'))
        throw refused('PermissionDenied', 'The keys of everybody are listed for admins.')
      const use = { actor: actor.id, call: 'listKeys', filter: of, order: '' }
      const after = page_token ? tokens.open(page_token, use) : undefined
      const owner = of === '' ? actor.user : undefined
      const { rows, next } = await keys.list(owner, { after, limit: pageSizes.usual })
      return {
        values: [...rows],
        next_page_token: next ? tokens.seal(next, use) : '',
        has_more: next !== undefined,
      }
    },

    async makeKey({ body }, call) {
      refuseDemo(call.actor)
      call.requireFreshProof()
      return { value: await keys.make(body, call.actor) }
    },

    async revokeKey({ params: { id } }, { actor }) {
      await keys.revoke(id, actor)
      return {}
    },
  }
}
