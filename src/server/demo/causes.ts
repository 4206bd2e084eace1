import type { Random } from './random.ts'

/** A reason why one action of one workflow fails again and again for a while. */
export type Cause = {
  readonly workflow: string
  readonly action: string
  /** When, as shares of all events. */
  readonly from: number
  readonly to: number
  /** How likely a run of the action fails in that time. */
  readonly rate: number
  /** How likely a task that failed is run again, and then succeeds: when the cause has ended, or soon, as a share of all events. */
  readonly mended: number
  readonly after: 'its end' | number
  readonly message: (random: Random) => string
}

/** The three causes that somebody who looks at the failed events is to find. */
export const causes: readonly Cause[] = [
  {
    workflow: 'Mover',
    action: 'Sync AD user',
    from: 0.26,
    to: 0.4,
    rate: 0.92,
    mended: 0.72,
    after: 'its end',
    message: (random) =>
      `Connector "AD corp.example": bind refused, the credential of svc-veza-sync has expired (LDAP 49, data 532; domain controller dc${random.between(1, 4)}.corp.example).`,
  },
  {
    workflow: 'Contractor joiner',
    action: 'Add to contractor groups',
    from: 0.53,
    to: 0.71,
    rate: 0.95,
    mended: 0,
    after: 'its end',
    message: (random) =>
      `Target group "SG-Contractors-Building-7" does not exist any more: it was deleted in Entra ID (request ${random.hex(8)}).`,
  },
  {
    workflow: 'Joiner',
    action: 'Create mailbox',
    from: 0.8,
    to: 0.985,
    rate: 0.9,
    mended: 1,
    after: 0.001,
    message: (random) =>
      `Exchange Online answered 429 Too Many Requests: the limit of 200 mailboxes an hour is reached; given up after ${random.between(5, 8)} tries.`,
  },
]

/** Failures that have nothing to do with one another. */
export const mishaps: readonly string[] = [
  'No answer from the target system within 60 s.',
  'The attribute manager_id refers to an identity that does not exist.',
  'The value of department is longer than the 64 characters that the target allows.',
  'The agent lost its connection while the job was running.\nIt is back; run the task again.',
  'Two identities of the target match this one: the matching rule is ambiguous.',
  'The target answered 500 Internal Server Error.',
  'The licence pool of the target is used up.',
]

/** The chance that a run fails for none of the causes above. */
export const mishapRate = 0.009
