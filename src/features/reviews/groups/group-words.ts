import type { ResultGroup } from '#contract/reviews/result-groups.ts'
import { isolated } from '#std/isolate.ts'
import { numberText } from '#ui/number-text.ts'
import { decisionLook } from '../parts/decision-presentation.ts'
import { groupingLabel } from '../parts/labels.ts'
import type { Counts } from './group-counts.ts'

const withoutNode: Readonly<Record<string, string>> = {
  source: 'Nobody',
  destination: 'Nothing',
  waypoint: 'Directly',
}

/** What a group is called; that of the rows without a value by what they lack. */
export function groupName({ name, key }: Pick<ResultGroup, 'name' | 'key'>, by: string): string {
  if (by === 'decision') return decisionLook(key).label
  if (name !== '') return name
  return withoutNode[by] ?? `No ${isolated(by.replace(/^\w+\./, '').replaceAll('_', ' '))}`
}

/** `13 rows, 9 to decide, 3 accepted, 1 rejected`. */
export function countsText(rows: number, counts: Counts): string {
  const parts = [
    [counts.none, 'to decide'],
    [counts.accepted, 'accepted'],
    [counts.rejected, 'rejected'],
    [counts.fixed, 'fixed'],
    [counts.signed_off, 'signed off'],
  ] as const
  const some = parts.flatMap(([count, word]) => (count > 0 ? `${numberText(count)} ${word}` : []))
  return [rowsText(rows), ...some].join(', ')
}

/** `1 row`, `1,204 rows`. */
export function rowsText(rows: number): string {
  return `${numberText(rows)} ${rows === 1 ? 'row' : 'rows'}`
}

/** `41 groups by who`. */
export function groupsText(groups: number, by: string): string {
  return `${numberText(groups)} ${groups === 1 ? 'group' : 'groups'} by ${groupingLabel(by).toLowerCase()}`
}
