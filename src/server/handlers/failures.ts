import type { failureRoutes } from '#contract/activity/failure-calls.ts'
import { pageSizes } from '#contract/envelopes.ts'
import { print } from '#scim/print.ts'
import type { Backend } from '../backend.ts'
import { noSuchCause } from '../failures.ts'
import { invalid, refused } from '../refused.ts'
import type { Handlers } from './handlers.ts'
import type { PageTokens } from './page-tokens.ts'
import { eventFilterOf } from './read-action-events.ts'
import { conditionsOf } from './reviews/conditions.ts'

type FailureHandlers = Pick<Handlers, keyof typeof failureRoutes>

/** Why actions failed, and what has become of it. */
export function failureHandlers(backend: Backend, tokens: PageTokens): FailureHandlers {
  const { failures } = backend
  return {
    async listFailures({ query }) {
      return { value: await failures.list(await eventFilterOf(backend, query.filter)) }
    },

    async getFailure({ params, query }) {
      const filter = await eventFilterOf(backend, query.filter)
      const failure = await failures.get({ filter, cause: params.cause_id })
      if (!failure) throw noSuchCause()
      return { value: failure }
    },

    async listFailureIdentities({ params, query }, { actor }) {
      const filter = await eventFilterOf(backend, query.filter)
      const { became, page_size: limit = pageSizes.usual } = query
      const use = {
        actor: actor.id,
        call: `listFailureIdentities ${params.cause_id} ${became ?? ''}`,
        filter: filter ? print(filter) : '',
        order: '',
      }
      const after = query.page_token ? tokens.open(query.page_token, use) : undefined
      const page = await failures.listIdentities({ filter, cause: params.cause_id, became, limit, after })
      if (!page) throw noSuchCause()
      const { rows, next } = page
      return {
        values: [...rows],
        next_page_token: next ? tokens.seal(next, use) : '',
        has_more: next !== undefined,
      }
    },

    async exportFailureIdentities({ params, query, body }, call) {
      const filter = await eventFilterOf(backend, body.filter)
      const { format } = query
      if (format === 'JSONL') throw invalid('format', 'must be CSV (0) or XLSX (6)')
      const { became } = body
      const request = [
        'exportFailureIdentities',
        params.cause_id,
        format,
        filter ? print(filter) : '',
        became ?? '',
      ]
      const { key, fingerprint } = conditionsOf(call, false, request)
      const { id, replayed } = await backend.exports.makeIdentities(
        { filter, cause: params.cause_id, became, format },
        call.actor,
        key === undefined ? undefined : { key, fingerprint },
      )
      if (replayed) call.setReplayed()
      return { value: { id } }
    },

    async getEventFailure({ params }) {
      const failure = await failures.ofEvent(params)
      if (!failure) throw refused('NotFound', 'There is no action event with this task and action name.')
      return { value: failure }
    },
  }
}
