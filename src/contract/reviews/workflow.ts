import * as z from 'zod/mini'
import { WorkflowUser, WorkflowUserInput } from '../people.ts'

/**
 * The search conditions of a workflow (veza-api B.20). They are stored and shown as they came; nothing here
 * interprets them.
 */
export const WorkflowQuery = z.looseObject({})
export type WorkflowQuery = z.output<typeof WorkflowQuery>

/** A review configuration (seed, "Workflow Properties"). Times are RFC 3339 in UTC. */
export const Workflow = z.looseObject({
  workflow_id: z.string(),
  name: z.string(),
  description: z._default(z.string(), ''),
  owner: z._default(z.nullable(WorkflowUser), null),
  notes: z._default(z.string(), ''),
  query: z._default(WorkflowQuery, {}),
  creator: z._default(z.nullable(WorkflowUser), null),
  created_at: z._default(z.nullable(z.string()), null),
})
export type Workflow = z.output<typeof Workflow>

/** How rows get their reviewers (seed, "ReviewerAssignmentInstructions"), as replies carry it. */
export const ReviewerAssignment = z.looseObject({
  users_manager: z._default(z.boolean(), false),
  resource_managers: z._default(z.boolean(), false),
  reviewers: z._default(z.array(WorkflowUser), []),
  fallback_reviewers: z._default(z.array(WorkflowUser), []),
})
export type ReviewerAssignment = z.output<typeof ReviewerAssignment>

/** How rows get their reviewers, as requests give it. */
export const ReviewerAssignmentInput = z.strictObject({
  users_manager: z._default(z.boolean(), false),
  resource_managers: z._default(z.boolean(), false),
  reviewers: z._default(z.array(WorkflowUserInput).check(z.maxLength(100, 'takes at most 100 people')), []),
  fallback_reviewers: z._default(
    z.array(WorkflowUserInput).check(z.maxLength(100, 'takes at most 100 people')),
    [],
  ),
})
export type ReviewerAssignmentInput = z.output<typeof ReviewerAssignmentInput>
