import type { ListQuery } from '#contract/envelopes.ts'
import { pageSizes } from '#contract/envelopes.ts'
import { printOrder } from '#contract/order.ts'
import type * as z from 'zod/mini'
import type { Backend } from '../backend.ts'
import type { EventSelection } from '../event-selection.ts'
import type { Call } from './handlers.ts'
import type { PageTokens } from './page-tokens.ts'
import { eventOrderOf } from './read-action-events.ts'
import { selectionText } from './read-selection.ts'

/** How a list of events is asked for besides its selection. */
type ListOptions = Pick<z.output<typeof ListQuery>, 'order_by' | 'page_size' | 'page_token'>

/**
 * A page of events for a call whose page tokens are good for `call` alone. Throws 400 for an order or a token that cannot be read,
 * and for a token of other events.
 */
export async function listEvents(
  { backend, tokens }: { readonly backend: Pick<Backend, 'listActionEvents'>; readonly tokens: PageTokens },
  call: string,
  { selection, options, actor }: { selection: EventSelection; options: ListOptions; actor: Call['actor'] },
) {
  const order = eventOrderOf(options.order_by)
  const use = { actor: actor.id, call, filter: selectionText(selection), order: printOrder(order) }
  const after = options.page_token ? tokens.open(options.page_token, use) : undefined
  const limit = options.page_size ?? pageSizes.usual
  const { rows, next } = await backend.listActionEvents({ ...selection, order, limit, after })
  return {
    values: [...rows],
    next_page_token: next ? tokens.seal(next, use) : '',
    has_more: next !== undefined,
  }
}
