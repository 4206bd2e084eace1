import * as z from 'zod/mini'
import { defineFields } from '#scim/fields.ts'
import { WorkflowUser } from '../people.ts'
import type { Role } from '../permissions.ts'

/**
 * What has become of the access of a row since the certification before it: a permission more (`WIDER`), one less, both, none;
 * `NEW` access was not there then. `NOT_COMPARED` where there is nothing to compare with: that says nothing.
 */
export const accessChanges = [
  'NEW',
  'WIDER',
  'NARROWER',
  'WIDER_AND_NARROWER',
  'SAME',
  'NOT_COMPARED',
] as const
export type AccessChange = (typeof accessChanges)[number]

/**
 * What was decided of the same access last time: `REJECTED_BY_RULE` where the due time had come and nobody had decided, `OPEN`
 * where it stayed so, `NONE` where the access was not there, or nothing is compared.
 */
export const lastDecisions = ['ACCEPTED', 'REJECTED', 'FIXED', 'REJECTED_BY_RULE', 'OPEN', 'NONE'] as const
export type LastDecision = (typeof lastDecisions)[number]

/**
 * The two facts of a row about last time, frozen when its certification was gathered. `added_permissions` and
 * `removed_permissions` are effective ones, the others as the system calls them. Times are RFC 3339 in UTC.
 */
export const LastTime = z.looseObject({
  access_change: z.string(),
  added_permissions: z._default(z.array(z.string()), []),
  removed_permissions: z._default(z.array(z.string()), []),
  added_raw_permissions: z._default(z.array(z.string()), []),
  removed_raw_permissions: z._default(z.array(z.string()), []),
  last_decision: z.string(),
  last_note: z._default(z.string(), ''),
  last_reviewer: z._default(z.nullable(WorkflowUser), null),
  last_decided_at: z._default(z.nullable(z.string()), null),
})
export type LastTime = z.output<typeof LastTime>

/** The fields of `last_time_filter`, which our own calls take beside the two filters of the contract. */
export const lastTimeFields = defineFields({
  access_change: { type: 'enum', ops: ['eq', 'ne'], values: accessChanges },
  last_decision: { type: 'enum', ops: ['eq', 'ne'], values: lastDecisions },
} as const)

/** How many rows have something, and how many of these are still to be decided. */
const Tally = z.looseObject({ rows: z.number(), to_decide: z.number() })

/** The certification that another one is compared with. */
const Compared = z.looseObject({ certification_id: z.string(), name: z.string(), ended_at: z.string() })

/**
 * What has become of a certification's access since the one before, over the rows that the caller sees. `rejected_before` are
 * rows that somebody rejected (or that were reported fixed, `fixed_before`), and that are still there; `rejected_by_rule` stand
 * apart. `unchanged` is what "accept the unchanged" takes. `previous` is null for who does not see the whole of it, and so is
 * `gone`: how many rows of it are not here any more.
 */
export const SinceLastTime = z.looseObject({
  compared: z.boolean(),
  previous: z.nullable(Compared),
  rejected_before: Tally,
  fixed_before: Tally,
  rejected_by_rule: Tally,
  unchanged: Tally,
  gone: z.nullable(z.number()),
})
export type SinceLastTime = z.output<typeof SinceLastTime>

/** Access of the certification before that is not in this one, and what was decided of it. */
export const GoneAccess = z.looseObject({
  result_id: z.number(),
  source_name: z.string(),
  waypoint_name: z.string(),
  destination_name: z.string(),
  effective_permissions: z.array(z.string()),
  decision: z.string(),
  notes: z.string(),
})
export type GoneAccess = z.output<typeof GoneAccess>

/** Whether somebody runs or audits reviews, besides what they may review themselves. */
export function isStaff(roles: readonly Role[]): boolean {
  return roles.some((role) => role === 'admin' || role === 'operator' || role === 'auditor')
}
