import type { Changed, Reviews } from '../../reviews/reviews.ts'
import { neededReason } from '../../rules/needed-reason.ts'
import type { Call, Handlers } from '../handlers.ts'
import { conditionsOf } from './conditions.ts'

type ChangeHandlers = Pick<
  Handlers,
  'updateResult' | 'forceUpdateResult' | 'putWebhookInfo' | 'postWebhookInfo'
>

/**
 * The handlers that change rows (veza-api B.7, B.8, B.10). The vendor's answers have empty bodies; ours say the new
 * version in `ETag`, and mark a repeat.
 */
export function changeHandlers(reviews: Reviews): ChangeHandlers {
  const updateWebhookInfo: Handlers['putWebhookInfo'] = async ({ params, body }, { actor }) => {
    await reviews.updateWebhookInfo(actor, params.certification_id, body)
    return {}
  }
  return {
    async updateResult({ params: { certification_id }, body }, call) {
      // The page has seen the row that it changes, and repeats what it got no answer to.
      const on = conditionsOf(call, call.actor.via === 'session', ['updateResult', certification_id, body])
      tell(call, await reviews.updateResult(call.actor, certification_id, body.value, on))
      return {}
    },

    async forceUpdateResult({ params: { certification_id }, body }, call) {
      call.requireFreshProof()
      const reasonMissing = neededReason(call.actor, body.value)
      if (reasonMissing) throw reasonMissing
      const on = conditionsOf(call, false, ['forceUpdateResult', certification_id, body])
      tell(call, await reviews.forceUpdateResult(call.actor, certification_id, body.value, on))
      return {}
    },

    putWebhookInfo: updateWebhookInfo,
    postWebhookInfo: updateWebhookInfo,
  }
}

function tell(call: Call, { version, replayed }: Changed): void {
  call.setVersion(version)
  if (replayed) call.setReplayed()
}
