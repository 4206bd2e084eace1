import type { ListQuery } from '#contract/envelopes.ts'
import { pageSizes } from '#contract/envelopes.ts'
import { printOrder } from '#contract/order.ts'
import type * as z from 'zod/mini'
import type { Backend } from '../backend.ts'
import type { EventSelection } from '../event-selection.ts'
import type { Call } from './handlers.ts'
import type { PageTokens } from './page-tokens.ts'
import { eventOrderOf, refuseTooMany } from './read-action-events.ts'
import { selectionText } from './read-selection.ts'

/** How a list of events is asked for besides its selection. */
type ListOptions = Pick<z.output<typeof ListQuery>, 'order_by' | 'page_size' | 'page_token'>

/**
 * A page of events for the call named `good`, for which alone its page tokens are good. Throws 400 for an order or a token that cannot
 * be read, for a token of other events, and for more events than the order takes.
 */
export async function listEvents(
  {
    backend,
    tokens,
  }: {
    readonly backend: Pick<Backend, 'listActionEvents' | 'countActionEvents'>
    readonly tokens: PageTokens
  },
  good: string,
  { selection, options, call }: { selection: EventSelection; options: ListOptions; call: Call },
) {
  const order = eventOrderOf(options.order_by)
  const use = { actor: call.actor.id, call: good, filter: selectionText(selection), order: printOrder(order) }
  const after = options.page_token ? tokens.open(options.page_token, use) : undefined
  if (!after) await refuseTooMany(order, (most) => backend.countActionEvents(selection, most))
  const limit = options.page_size ?? pageSizes.usual
  const { rows, next, stored } = await backend.listActionEvents({ ...selection, order, limit, after })
  if (stored !== undefined) call.setStoredPosition(stored)
  return {
    values: [...rows],
    next_page_token: next ? tokens.seal(next, use) : '',
    has_more: next !== undefined,
  }
}
