import { type Order, printOrder } from '#contract/order.ts'
import { boundsOf } from '#scim/bounds.ts'
import { inWords } from '#scim/in-words.ts'
import { print } from '#scim/print.ts'
import type { EventSelection } from '../../event-selection.ts'
import { messageOfCause } from '../../store/activity/causes/cause-message.ts'
import type { ExportTools } from './export-tools.ts'

/** What is said of which rows an export holds. */
type QueryDescription = Readonly<Record<string, unknown>> & { readonly filter_in_words: string }

/** What the manifest of an export says of which events it holds, and in what order. */
export async function describeQuery(
  db: ExportTools['store']['db'],
  selection: EventSelection,
  order: Order,
): Promise<QueryDescription> {
  const { filter, cause, message } = selection
  const cause_message = cause === undefined ? undefined : ((await messageOfCause(db, cause)) ?? null)
  const words = wordsOf(selection, cause_message)
  const range = filter ? boundsOf(filter, 'started_at') : { from: null, to: null }
  return {
    covers: `every event of the log${words.length > 0 ? ' that the filter matches' : ''}`,
    filter: filter ? print(filter) : '',
    ...(cause !== undefined && { cause, cause_message }),
    ...(message !== undefined && { message }),
    filter_in_words: words.length > 0 ? words.join(' and ') : 'every event',
    order_by: printOrder(order),
    range: { field: 'started_at', ...range, zone: 'UTC' },
  }
}

/** Each part of a selection in words; they stand as `inWords` puts the parts of an `and`. */
function wordsOf(
  { filter, cause, message }: EventSelection,
  cause_message: string | null | undefined,
): readonly string[] {
  const alone = cause === undefined && message === undefined
  return [
    ...(filter ? [filter.kind === 'or' && !alone ? `(${inWords(filter)})` : inWords(filter)] : []),
    ...(cause === undefined ? [] : [`cause is ${JSON.stringify(cause)}${causeInWords(cause_message)}`]),
    ...(message === undefined ? [] : [`first message contains ${JSON.stringify(message)}`]),
  ]
}

function causeInWords(cause_message: string | null | undefined): string {
  return typeof cause_message === 'string' ? ` (${JSON.stringify(cause_message)})` : ''
}
