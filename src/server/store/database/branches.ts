import { type RawBuilder, sql } from 'kysely'
import type { Filter } from '#scim/ast.ts'
import { parseInstant } from '#std/instant.ts'
import { noTime } from './schema.ts'

type Condition = RawBuilder<unknown>
type Compile = (filter: Filter) => Condition

/** Beyond this many alternatives one scan that tests them all is the better plan. */
const maxBranches = 8

/**
 * Splits a filter, for a list by `started_at`, into conditions that no row meets twice and that together mean the
 * same, where each alone has a good plan and the whole has not:
 *
 * - An `or` over several columns. As one condition it fits no index, and the list is walked from its newest row until
 *   enough matches turn up, which may be never. Each alternative is split like a filter of its own.
 * - A bound on `completed_at`. An action completes after it started, so the walk may begin at the bound; the few rows
 *   whose clocks say otherwise, or that completed without a start, have an index of their own.
 * - A bound on `started_at` that is negated. As one condition it is no range, because rows without a time meet it too, and
 *   the walk passes all rows beyond the bound first.
 */
export function branchesOf(filter: Filter, compile: Compile): readonly Condition[] {
  if (filter.kind === 'or' && filter.filters.length <= maxBranches && overSeveralFields(filter.filters))
    return disjoint(filter.filters, compile)
  const parts: readonly Filter[] = filter.kind === 'and' ? filter.filters : [filter]
  const whole = compile(filter)
  const bound = parts.find((part) => part.kind === 'cmp' && part.path.name === 'completed_at')
  if (bound?.kind === 'cmp') return aroundCompletion(bound.op, String(bound.value), whole)
  const negated = parts.flatMap((part) =>
    part.kind === 'not' && part.filter.kind === 'cmp' && part.filter.path.name === 'started_at'
      ? [part.filter]
      : [],
  )[0]
  return negated ? outsideStart(negated.op, String(negated.value), whole) : [whole]
}

function overSeveralFields(filters: readonly Filter[]): boolean {
  const fields = new Set(filters.map((filter) => (filter.kind === 'cmp' ? filter.path.name : '')))
  return fields.size > 1 || fields.has('')
}

function disjoint(filters: readonly Filter[], compile: Compile): readonly Condition[] {
  const conditions = filters.map(compile)
  return filters.flatMap((filter, index) => {
    const before = conditions.slice(0, index)
    const branches = branchesOf(filter, compile)
    return before.length === 0
      ? branches
      : branches.map((branch) => sql`${branch} AND (${sql.join(before, sql` OR `)}) IS NOT TRUE`)
  })
}

function aroundCompletion(op: string, time: string, whole: Condition): readonly Condition[] {
  const latest =
    op === 'lt' || op === 'le' ? String(parseInstant(time)?.ns ?? noTime) : String(BigInt(noTime) - 1n)
  return [
    sql`${whole} AND started_ns <= ${latest}::bigint`,
    sql`${whole} AND started_ns > ${latest}::bigint AND completed_ns < started_ns`,
  ]
}

function outsideStart(op: string, time: string, whole: Condition): readonly Condition[] {
  const at = sql`${String(parseInstant(time)?.ns)}::bigint`
  return op === 'lt' || op === 'le'
    ? [sql`${whole} AND started_ns >= ${at}`]
    : [sql`${whole} AND started_ns <= ${at}`, sql`${whole} AND started_ns = ${noTime}::bigint`]
}
