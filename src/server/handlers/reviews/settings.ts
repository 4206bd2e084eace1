import { type Actor, holds } from '#contract/permissions.ts'
import { type SettingLeaf, settingLeaves, settingSchemas } from '#contract/reviews/review-settings.ts'
import { refuseDemo } from '../../auth/refuse-demo.ts'
import { invalid, refused } from '../../refused.ts'
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
    addDenied: ({ body }, { actor }) => lasting(actor, () => reviews.addDenied(body.users)),
    removeDenied: ({ body }, { actor }) => lasting(actor, () => reviews.removeDenied(body.users)),

    listDelegations: async () => wholeList(await reviews.listDelegations()),
    addDelegations: ({ body }, { actor }) => lasting(actor, () => reviews.addDelegations(body.values)),
    removeDelegations: ({ body }, { actor }) => lasting(actor, () => reviews.removeDelegations(body.values)),

    getSetting: async ({ params, query }) => ({
      value: { ...(await reviews.getSetting(leafOf(params.leaf), query.workflow_id)) },
    }),

    async putSetting({ params, body }, call) {
      // What is set of one workflow goes with the workflow.
      if (!body.workflow_id) refuseDemo(call.actor)
      const leaf = leafOf(params.leaf)
      if (leaf === 'global_idp_settings') {
        if (body.workflow_id)
          throw invalid('workflow_id', 'is not taken: this setting is of the whole server')
        call.requireFreshProof() // it says who can sign in as whom
      }
      const value = readInput(settingSchemas[leaf], body.value, 'value')
      // Our own answers carry `workflow_id` as "" where the vendor means all workflows.
      await reviews.putSetting(leaf, body.workflow_id || undefined, value)
      return { value: { ...value } }
    },
  }
}

/** Does what outlives a demonstration, unless its accounts ask for it; the vendor's answer to that is empty. */
async function lasting(actor: Actor, change: () => Promise<void>): Promise<Record<string, never>> {
  refuseDemo(actor)
  await change()
  return {}
}

function leafOf(text: string): SettingLeaf {
  const leaf = settingLeaves.find((known) => known === text)
  if (leaf === undefined) throw refused('NotFound', 'There is no such setting.')
  return leaf
}
