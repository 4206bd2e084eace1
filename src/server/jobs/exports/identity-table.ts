import type { FailureIdentity } from '#contract/activity/failures.ts'
import type { Cell } from './sheet-xml.ts'

/** The columns of a file of identities that a cause struck, and what each holds of one. */
const columns: Readonly<Record<string, (identity: FailureIdentity) => Cell>> = {
  identity_type: (identity) => identity.identity_type,
  identity_id: (identity) => identity.identity_id,
  identity_name: (identity) => identity.identity_name,
  policy_id: (identity) => identity.policy_id,
  policy_name: (identity) => identity.policy_name,
  workflow_name: (identity) => identity.workflow_name,
  action_name: (identity) => identity.action_name,
  events: (identity) => String(identity.events),
  last_failed_at: ({ last }) => last.at,
  last_policy_task: ({ last }) => last.policy_task,
  became: (identity) => identity.became,
  by_state: ({ by }) => by?.state ?? null,
  by_at: ({ by }) => by?.at ?? null,
  by_policy_task: ({ by }) => by?.policy_task ?? null,
  by_cause: (identity) => identity.by_cause,
  by_message: (identity) => identity.by_message,
}

/** Columns that this server writes in a form of its own: numbers and times. */
const plain = new Set(['events', 'last_failed_at', 'by_at'])

export const identityHeader = Object.keys(columns)
/** The columns of texts, whose cells came from outside. */
export const identityTexts = new Set(identityHeader.filter((name) => !plain.has(name)))

/** The columns that are counters. */
export const identityCounters = new Set(['events'])

/** The cells of an identity, in the order of the header. */
export function identityCells(identity: FailureIdentity): readonly Cell[] {
  return Object.values(columns).map((cell) => cell(identity))
}

/** What tells an identity at a place from all others. */
export function identityKey(identity: FailureIdentity | null): object | null {
  if (!identity) return null
  const { identity_type, identity_id, identity_name, policy_id, workflow_name, action_name } = identity
  return { identity_type, identity_id, identity_name, policy_id, workflow_name, action_name }
}
