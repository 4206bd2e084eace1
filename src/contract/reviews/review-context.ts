import * as z from 'zod/mini'
import { AssignmentCount } from './assignment.ts'
import { WorkflowUser } from '../people.ts'

/** What the review screen needs to know of a certification besides itself. */
export const ReviewContext = z.looseObject({
  workflow_name: z.string(),
  workflow_description: z._default(z.string(), ''),
  /** Whether the certification is the caller's own to run (`RowRuleInput.own`). */
  own: z.boolean(),
  /** The settings that hold, by leaf (`ReviewSettings`). */
  settings: z.looseObject({}),
  /** Names of the attributes that its entities have, for columns and filters. */
  attributes: z.looseObject({
    source: z.array(z.string()),
    destination: z.array(z.string()),
    waypoint: z.array(z.string()),
  }),
  /** Whether its access was compared with the review before: `COMPARED`, `NOT_COMPARED`, or `HIDDEN` from the caller. */
  last_time: z.optional(z.string()),
  /** Rows that await the caller: assigned to them and not signed off. */
  my_open_rows: z.number(),
  /** Rows that are assigned to the caller, and those of them that have a decision. */
  my_rows: z._default(z.number(), 0),
  my_decided_rows: z._default(z.number(), 0),
})
export type ReviewContext = z.output<typeof ReviewContext>

/** What those who run a review need to know of it besides its counts, of the rows that the caller sees. */
export const Standing = z.looseObject({
  /** The rows that nobody reviews now. */
  assignment: AssignmentCount,
  /** Those who review rows and would not be given them now; `problem` is a `PersonProblem`. */
  reviewer_problems: z.array(z.looseObject({ reviewer: WorkflowUser, problem: z.string() })),
  /** Decided rows whose last decision was that of somebody who was not their reviewer. */
  decided_by_others: z.number(),
})
export type Standing = z.output<typeof Standing>
