import { sql } from 'kysely'
import { type ActionEventField, actionEventFields } from '#contract/fields.ts'
import type { Filter, Value } from '#scim/ast.ts'
import type { Store } from '#server/store/database/open.ts'
import { createRandom, type Random } from '#testing/random.ts'

type Clause = Extract<Filter, { kind: 'cmp' }>
type Sample = Readonly<Record<ActionEventField, { common: Value; rare: Value }>>
const fields = Object.keys(actionEventFields) as ActionEventField[]

/** Filters of action events: `indexed`, those that an index answers, and `apart`, those that perhaps none does. */
export type SampleFilters = { readonly indexed: readonly Filter[]; readonly apart: readonly Filter[] }

/** Each field with each operator and 200 pairs of them; short `co`, `not` and `or`. The same for the same rows. */
export async function sampleFilters({ db }: Store): Promise<SampleFilters> {
  const random = createRandom(1)
  const sample = await db.transaction().execute(async (db) => {
    await sql`SET LOCAL statement_timeout = 0`.execute(db)
    return await sampleValues(db)
  })
  const singles = fields.flatMap((field) => clausesOf(field, sample))
  const pairs = Array.from({ length: 200 }, () => pairOf(singles, random))
  return { indexed: [...singles, ...pairs], apart: apartFrom(singles, random) }
}

/** For every field a value that many rows hold and one that few do, from the rows themselves. */
async function sampleValues(db: Store['db']): Promise<Sample> {
  const entries = []
  for (const field of fields) {
    if (actionEventFields[field].type === 'datetime') {
      const ns = sql.ref(field.replace('_at', '_ns'))
      const { rows } = await sql<{ common: string; rare: string }>`SELECT
        to_char(to_timestamp((percentile_disc(0.5) WITHIN GROUP (ORDER BY ${ns})) / 1e9) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS common,
        to_char(to_timestamp((percentile_disc(0.001) WITHIN GROUP (ORDER BY ${ns})) / 1e9) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS rare
        FROM action_event WHERE ${sql.ref(field)} IS NOT NULL`.execute(db)
      entries.push([field, rows[0]])
      continue
    }
    const { rows } = await sql<{ value: Value }>`SELECT ${sql.ref(field)} AS value FROM action_event
      WHERE ${sql.ref(field)} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC`.execute(db)
    entries.push([field, { common: rows[0]?.value ?? '', rare: rows.at(-1)?.value ?? '' }])
  }
  return Object.fromEntries(entries) as Sample
}

function clausesOf(field: ActionEventField, sample: Sample): Clause[] {
  return actionEventFields[field].ops.flatMap((op) =>
    (['common', 'rare'] as const).map((which): Clause => {
      const value = sample[field][which]
      const text = typeof value === 'string' && op !== 'eq' && actionEventFields[field].type === 'text'
      return { kind: 'cmp', path: { name: field }, op, value: text ? part(op, value) : value }
    }),
  )
}

/** A part of a value that has at least three letters or digits in a row where the value has. */
function part(op: string, value: string): string {
  const points = [...value]
  if (op === 'sw') return points.slice(0, 6).join('')
  if (op === 'ew') return points.slice(-6).join('')
  return /[\p{L}\p{N}]{3,8}/u.exec(value)?.[0] ?? value
}

function pairOf(singles: readonly Clause[], random: Random): Filter {
  const first = random.pick(singles)
  const others = singles.filter((clause) => clause.path.name !== first.path.name)
  return { kind: 'and', filters: [first, random.pick(others)] }
}

function apartFrom(singles: readonly Clause[], random: Random): Filter[] {
  const short = (field: ActionEventField, value: string): Filter => ({
    kind: 'cmp',
    path: { name: field },
    op: 'co',
    value,
  })
  const shorts = [
    short('identity_name', 'qv'),
    short('action_name', 'a'),
    short('identity_id', 'zz'),
    short('workflow_name', '~'),
  ]
  const nots = Array.from({ length: 30 }, (): Filter => ({ kind: 'not', filter: random.pick(singles) }))
  const ors = Array.from({ length: 30 }, (): Filter => {
    const pair = pairOf(singles, random)
    return pair.kind === 'and' ? { kind: 'or', filters: pair.filters } : pair
  })
  return [...shorts, ...nots, ...ors]
}
