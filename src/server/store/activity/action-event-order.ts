import { type RawBuilder, sql } from 'kysely'
import type { ActionEventOrderField } from '#contract/fields.ts'
import type { Order } from '#contract/order.ts'
import type { Position } from '../../backend.ts'
import { noTime } from '../database/schema.ts'

type Sql = RawBuilder<unknown>
type ListOrder = Order<ActionEventOrderField>
/** `time` where a key may be absent. */
type SortKey = { readonly expression: Sql; readonly type: Sql; readonly time: boolean }

const time = (name: string): SortKey => ({ expression: sql.ref(name), type: sql`bigint`, time: true })
const text = (expression: Sql): SortKey => ({ expression, type: sql`text COLLATE "C"`, time: false })
const started = time('started_ns')
const id: SortKey = { expression: sql.ref('id'), type: sql`bigint`, time: false }

/** The keys of each order. All of one order go the same way, so one row-value comparison pages through a part. */
const sortKeys: Readonly<Record<ActionEventOrderField, readonly SortKey[]>> = {
  started_at: [started, id],
  completed_at: [time('completed_ns'), started, id],
  state: [text(sql`state`), started, id],
  action_type: [text(sql`action_type`), started, id],
  policy_id: [text(sql`policy_id`), started, id],
  identity_name: [text(sql`left(identity_name_lc, 600)`), started, id],
}

/** What a part of a list holds of each key: rows that have the time, rows that have none, or any row. */
type Part = readonly ('timed' | 'timeless' | 'any')[]

/** Where an index of the order is read from its end or its beginning, in one go. */
export type ListScan = { readonly conditions: readonly Sql[]; readonly sorted: Sql }

/** Scans whose rows are merged by `sorted`; by `backwards` they come in the order from the last one on. */
export type ListStage = { readonly scans: readonly ListScan[]; readonly sorted: Sql; readonly backwards: Sql }

/** The position of a row in an order, as text. */
export function positionOf({ field }: ListOrder): Sql {
  return sql`ARRAY[${sql.join(sortKeys[field].map((key) => sql`${key.expression}::text`))}]`
}

/**
 * How a list is read beyond a position: one stage after the other, until there are rows enough. Rows without a time come
 * last among their equals in both directions. `asc` does so by itself, because no time is the largest number; `desc`
 * reads what has a time and what has none apart (docs/decisions/0025).
 */
export function listStages(
  { field, direction }: ListOrder,
  after: Position | undefined,
): readonly ListStage[] {
  const keys = sortKeys[field]
  const stages = direction === 'asc' ? [[keys.map((): Part[number] => 'any')]] : partsOf(keys)
  return stages.flatMap((parts) => {
    const scans = parts.flatMap((part) => {
      const beyond = after ? beyondOf(keys, part, direction, after) : []
      // An index is entered by one condition of its first key: beyond a time, that there is one is said already.
      const implied = beyond && beyond.length > 0 && part[0] === 'timed' ? 1 : 0
      return beyond
        ? [
            {
              conditions: [...timesOf(keys, part, implied), ...beyond],
              sorted: sortedBy(keys, { direction }),
            },
          ]
        : []
    })
    const order = { direction, timelessLast: parts.length > 1 }
    const [sorted, backwards] = [sortedBy(keys, order), sortedBy(keys, { ...order, backwards: true })]
    return scans.length > 0 ? [{ scans, sorted, backwards }] : []
  })
}

/** While the foremost keys are times, what has none follows all the rest: a stage of its own. */
function partsOf([first, ...rest]: readonly SortKey[]): readonly (readonly Part[])[] {
  if (!first) return [[[]]]
  if (!first.time) return [mixed([first, ...rest])]
  return [
    mixed(rest).map((part): Part => ['timed', ...part]),
    ...partsOf(rest).map((parts) => parts.map((part): Part => ['timeless', ...part])),
  ]
}

/** Every way in which times can be there or not. */
function mixed(keys: readonly SortKey[]): readonly Part[] {
  return keys.reduce<readonly Part[]>(
    (parts, key) =>
      parts.flatMap((part) =>
        key.time
          ? [
              [...part, 'timed' as const],
              [...part, 'timeless' as const],
            ]
          : [[...part, 'any' as const]],
      ),
    [[]],
  )
}

/** The conditions of a part on its keys from the one at `first` on. */
function timesOf(keys: readonly SortKey[], part: Part, first: number): readonly Sql[] {
  return keys.flatMap(({ expression }, at) => {
    if (at < first || part[at] === 'any') return []
    return [sql`${expression} ${sql.raw(part[at] === 'timed' ? '<' : '=')} ${noTime}::bigint`]
  })
}

/** The rows of a part that come after a position; undefined where none do. */
function beyondOf(
  keys: readonly SortKey[],
  part: Part,
  direction: Order['direction'],
  after: Position,
): readonly Sql[] | undefined {
  const compared: number[] = []
  let equalToo = false
  for (const at of keys.keys()) {
    const timeless = after[at] === noTime
    if (part[at] === 'timed' && timeless) break
    if (part[at] === 'timeless' && !timeless) {
      equalToo = true
      break
    }
    if (part[at] !== 'timeless') compared.push(at)
  }
  if (compared.length === 0) return equalToo ? [] : undefined
  const left = sql.join(compared.map((at) => keys[at]?.expression))
  const right = sql.join(compared.map((at) => sql`${after[at] ?? ''}::${keys[at]?.type}`))
  const operator = `${direction === 'desc' ? '<' : '>'}${equalToo ? '=' : ''}`
  return [sql`(${left}) ${sql.raw(operator)} (${right})`]
}

type Sorting = {
  readonly direction: Order['direction']
  readonly timelessLast?: boolean
  readonly backwards?: boolean
}

function sortedBy(
  keys: readonly SortKey[],
  { direction, timelessLast = false, backwards = false }: Sorting,
): Sql {
  const way = sql.raw((direction === 'desc') === backwards ? 'asc' : 'desc')
  const timeless = sql.raw(backwards ? 'desc' : 'asc')
  return sql.join(
    keys.flatMap((key) => {
      const sorted = sql`${key.expression} ${way}`
      return timelessLast && key.time
        ? [sql`${key.expression} = ${noTime}::bigint ${timeless}`, sorted]
        : [sorted]
    }),
  )
}
