import { type RawBuilder, sql } from 'kysely'
import type { ActionLogEntry, Result, ResultNode } from '#contract/reviews/result.ts'
import type { ReviewerAssignment } from '#contract/reviews/workflow.ts'
import type { ResultRow, StoredNode } from '../../database/review-schema.ts'

/** A row as it is read: with the instructions of its certification, null for those who do not see all of that. */
export type ReadRow = ResultRow & { readonly reviewer_assignment: ReviewerAssignment | null }

const names = [
  'result_id',
  'source',
  'destination',
  'waypoint',
  'raw_permissions',
  'effective_permissions',
  'decision',
  'notes',
  'reviewers',
  'signed_off_state',
  'signed_off_at',
  'signed_off_by',
  'notification_status',
  'notification_response_infos',
  'updated_at',
  'updated_by',
  'version',
] as const satisfies readonly (keyof ResultRow)[]

/** The columns of `result` that a reply is made of. */
export const resultColumns: RawBuilder<unknown> = sql.join(names.map((name) => sql.ref(`result.${name}`)))

/** A row as the API shows it (seed, "Result Properties"), with the entries of its log that the API shows. */
export function toResult(row: ReadRow, entries: readonly ActionLogEntry[]): Result {
  const { raw_permissions, effective_permissions, source, destination, waypoint, ...rest } = row
  return {
    ...rest,
    source: toNode(source),
    destination: toNode(destination),
    waypoint: waypoint && toNode(waypoint),
    accumulated_effective_permissions: effective_permissions,
    accumulated_raw_permissions: raw_permissions,
    action_log_entries: [...entries],
  }
}

/** An entity with its properties beside `type`, `id` and `name`, which they cannot hide, and in `properties`. */
export function toNode({ type, id, name, properties }: StoredNode): ResultNode {
  return { ...properties, type, id, name, properties: { ...properties } }
}
