import { type RawBuilder, sql } from 'kysely'
import type { ActionEventOrderField } from '#contract/fields.ts'
import type { Order } from '#contract/order.ts'
import type { Position } from '../../backend.ts'
import { noTime } from '../database/schema.ts'

type Sql = RawBuilder<unknown>
type ListOrder = Order<ActionEventOrderField>
/** `absent`: what the key comes to in a row that has none, the largest that there is. */
type SortKey = { readonly expression: Sql; readonly type: Sql; readonly absent?: string }

const time = (name: string): SortKey => ({ expression: sql.ref(name), type: sql`bigint`, absent: noTime })
const textType = sql`text COLLATE "C"`
const text = (expression: Sql): SortKey => ({ expression, type: textType })
const started = time('started_ns')
const id: SortKey = { expression: sql.ref('id'), type: sql`bigint` }

/** No text begins with a larger character, which stands for none in Unicode. */
const noText = '\u{10FFFF}'
/**
 * Keys of orders that take few rows. No index has such an expression: an index of the order would be walked past everything
 * that does not match, where the few that do are read by the filter and sorted.
 */
const sorted = {
  text: (name: string): SortKey => text(sql`(${sql.ref(name)} || '')`),
  optionalText: (name: string): SortKey => ({
    expression: sql`coalesce(${sql.ref(name)}, ${sql.lit(noText)})`,
    type: textType,
    absent: noText,
  }),
  integer: (name: string): SortKey => ({ expression: sql`(${sql.ref(name)} + 0)`, type: sql`integer` }),
  truth: (name: string): SortKey => ({ expression: sql`${sql.ref(name)}::integer`, type: sql`integer` }),
}

/** The keys of each order. All of one order go the same way, so one row-value comparison pages through a part. */
const sortKeys: Readonly<Record<ActionEventOrderField, readonly SortKey[]>> = {
  started_at: [started, id],
  completed_at: [time('completed_ns'), started, id],
  state: [text(sql`state`), started, id],
  action_type: [text(sql`action_type`), started, id],
  policy_id: [text(sql`policy_id`), started, id],
  identity_name: [text(sql`left(identity_name_lc, 600)`), started, id],
  action_name: [sorted.text('action_name_lc'), started, id],
  workflow_name: [sorted.text('workflow_name'), started, id],
  identity_id: [sorted.text('identity_id'), started, id],
  any_changes: [sorted.truth('any_changes'), started, id],
  jobs_started: [sorted.integer('jobs_started'), started, id],
  policy_task: [sorted.text('policy_task'), started, id],
  extraction_event: [sorted.optionalText('extraction_event'), started, id],
}

/** What a part of a list holds of each key: rows that have it, rows that have none, or any row. */
type Part = readonly ('there' | 'absent' | 'any')[]

/** Where an index of the order is read from its end or its beginning, in one go. */
export type ListScan = { readonly conditions: readonly Sql[]; readonly sorted: Sql }

/** Scans whose rows are merged by `sorted`; by `backwards` they come in the order from the last one on. */
export type ListStage = { readonly scans: readonly ListScan[]; readonly sorted: Sql; readonly backwards: Sql }

/** The position of a row in an order, as text. */
export function positionOf({ field }: ListOrder): Sql {
  return sql`ARRAY[${sql.join(sortKeys[field].map((key) => sql`${key.expression}::text`))}]`
}

/**
 * How a list is read beyond a position: one stage after the other, until there are rows enough. Rows without a key come
 * last among their equals in both directions. `asc` does so by itself, because none is the largest of all; `desc`
 * reads what has the key and what has none apart (docs/decisions/0025).
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
      const implied = beyond && beyond.length > 0 && part[0] === 'there' ? 1 : 0
      return beyond
        ? [
            {
              conditions: [...presenceOf(keys, part, implied), ...beyond],
              sorted: sortedBy(keys, { direction }),
            },
          ]
        : []
    })
    const order = { direction, absentLast: parts.length > 1 }
    const [sorted, backwards] = [sortedBy(keys, order), sortedBy(keys, { ...order, backwards: true })]
    return scans.length > 0 ? [{ scans, sorted, backwards }] : []
  })
}

/** While the foremost keys may be absent, what has none follows all the rest: a stage of its own. */
function partsOf([first, ...rest]: readonly SortKey[]): readonly (readonly Part[])[] {
  if (!first) return [[[]]]
  if (first.absent === undefined) return [mixed([first, ...rest])]
  return [
    mixed(rest).map((part): Part => ['there', ...part]),
    ...partsOf(rest).map((parts) => parts.map((part): Part => ['absent', ...part])),
  ]
}

/** Every way in which keys can be there or not. */
function mixed(keys: readonly SortKey[]): readonly Part[] {
  return keys.reduce<readonly Part[]>(
    (parts, key) =>
      parts.flatMap((part) =>
        key.absent !== undefined
          ? [
              [...part, 'there' as const],
              [...part, 'absent' as const],
            ]
          : [[...part, 'any' as const]],
      ),
    [[]],
  )
}

/** The conditions of a part on its keys from the one at `first` on. */
function presenceOf(keys: readonly SortKey[], part: Part, first: number): readonly Sql[] {
  return keys.flatMap((key, at) => {
    if (at < first || part[at] === 'any') return []
    return [sql`${key.expression} ${sql.raw(part[at] === 'there' ? '<' : '=')} ${absentOf(key)}`]
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
    const isAbsent = after[at] === keys[at]?.absent
    if (part[at] === 'there' && isAbsent) break
    if (part[at] === 'absent' && !isAbsent) {
      equalToo = true
      break
    }
    if (part[at] !== 'absent') compared.push(at)
  }
  if (compared.length === 0) return equalToo ? [] : undefined
  const left = sql.join(compared.map((at) => keys[at]?.expression))
  const right = sql.join(compared.map((at) => sql`${after[at] ?? ''}::${keys[at]?.type}`))
  const operator = `${direction === 'desc' ? '<' : '>'}${equalToo ? '=' : ''}`
  return [sql`(${left}) ${sql.raw(operator)} (${right})`]
}

type Sorting = {
  readonly direction: Order['direction']
  readonly absentLast?: boolean
  readonly backwards?: boolean
}

/** What a key comes to in a row that has none, as SQL. */
function absentOf({ absent = '', type }: SortKey): Sql {
  return sql`${absent}::${type}`
}

function sortedBy(
  keys: readonly SortKey[],
  { direction, absentLast = false, backwards = false }: Sorting,
): Sql {
  const way = sql.raw((direction === 'desc') === backwards ? 'asc' : 'desc')
  const absent = sql.raw(backwards ? 'desc' : 'asc')
  return sql.join(
    keys.flatMap((key) => {
      const sorted = sql`${key.expression} ${way}`
      return absentLast && key.absent !== undefined
        ? [sql`${key.expression} = ${absentOf(key)} ${absent}`, sorted]
        : [sorted]
    }),
  )
}
