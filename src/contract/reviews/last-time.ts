import * as z from 'zod/mini'
import { defineFields } from '#scim/fields.ts'
import { WorkflowUser } from '../people.ts'

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

/** What was decided of the same access last time; `REJECTED_BY_RULE` where the due time had come and nobody had decided. */
export const lastDecisions = ['ACCEPTED', 'REJECTED', 'FIXED', 'REJECTED_BY_RULE', 'OPEN', 'NONE'] as const
export type LastDecision = (typeof lastDecisions)[number]

/** The two facts of a row about last time, frozen when its certification was gathered. Times are RFC 3339 in UTC. */
export const LastTime = z.looseObject({
  access_change: z.string(),
  added_permissions: z._default(z.array(z.string()), []),
  removed_permissions: z._default(z.array(z.string()), []),
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
