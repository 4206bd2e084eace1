import { holds } from '#contract/permissions.ts'
import { type SettingLeaf, settingLeaves, settingSchemas } from '#contract/reviews/review-settings.ts'
import { refused } from '../../refused.ts'
import type { Reviews } from '../../reviews/reviews.ts'
import type { Handlers } from '../handlers.ts'
import { readInput } from '../read-input.ts'
import { wholeList } from './stretch.ts'

type SettingsHandlers = Pick<
  Handlers,
  | 'searchPeople'
  | 'listDenied'
  | 'addDenied'
  | 'removeDenied'
  | 'listDelegations'
  | 'addDelegations'
  | 'removeDelegations'
  | 'getSetting'
  | 'putSetting'
>

/** The handlers of the deny list, of delegations and of settings (veza-api B.12, B.13, B.16). */
export function settingsHandlers(reviews: Reviews): SettingsHandlers {
  return {
    async searchPeople({ query }, { actor }) {
      const people = await reviews.searchPeople(query.search)
      if (holds(actor, 'reviews:settings:read')) return wholeList(people)
      return wholeList(people.map(({ user_type, id, name, email }) => ({ user_type, id, name, email })))
    },

    listDenied: async () => ({ users: [...(await reviews.listDenied())] }),
    addDenied: ({ body }) => reviews.addDenied(body.users).then(empty),
    removeDenied: ({ body }) => reviews.removeDenied(body.users).then(empty),

    listDelegations: async () => wholeList(await reviews.listDelegations()),
    addDelegations: ({ body }) => reviews.addDelegations(body.values).then(empty),
    removeDelegations: ({ body }) => reviews.removeDelegations(body.values).then(empty),

    getSetting: async ({ params, query }) => ({
      value: { ...(await reviews.getSetting(leafOf(params.leaf), query.workflow_id)) },
    }),

    async putSetting({ params, body }) {
      const leaf = leafOf(params.leaf)
      const value = readInput(settingSchemas[leaf], body.value, 'value')
      // Our own answers carry `workflow_id` as "" where the vendor means all workflows.
      await reviews.putSetting(leaf, body.workflow_id || undefined, value)
      return { value: { ...value } }
    },
  }
}

/** The vendor's answer to what was done. */
function empty(): Record<string, never> {
  return {}
}

function leafOf(text: string): SettingLeaf {
  const leaf = settingLeaves.find((known) => known === text)
  if (leaf === undefined) throw refused('NotFound', 'There is no such setting.')
  return leaf
}
