import type { LastTime } from '#contract/reviews/last-time.ts'

/** What has become of access, for filters. */
export const accessChangeChoices = [
  { name: 'NEW', label: 'New', meaning: 'The access was not there last time' },
  { name: 'WIDER', label: 'Wider', meaning: 'It allows more than last time' },
  { name: 'NARROWER', label: 'Narrower', meaning: 'It allows less than last time' },
  {
    name: 'WIDER_AND_NARROWER',
    label: 'Wider and narrower',
    meaning: 'It allows something else than last time',
  },
  { name: 'SAME', label: 'The same', meaning: 'It allows what it allowed last time' },
  { name: 'NOT_COMPARED', label: 'Not compared', meaning: 'There is no review to compare it with' },
]

/** What was decided of it, for filters. */
export const lastDecisionChoices = [
  { name: 'ACCEPTED', label: 'Accepted', meaning: 'Somebody accepted it' },
  { name: 'REJECTED', label: 'Rejected', meaning: 'Somebody rejected it, and it is still here' },
  { name: 'FIXED', label: 'Reported fixed', meaning: 'It was reported as taken away, and is still here' },
  { name: 'REJECTED_BY_RULE', label: 'Rejected by rule', meaning: 'Nobody had decided when the time was up' },
  { name: 'OPEN', label: 'Left open', meaning: 'Nobody decided, and it stayed so' },
  { name: 'NONE', label: 'Was not there', meaning: 'The access was not there, or is not compared' },
]

/** What has become of the access of a row: `Wider: + Delete`, `The same`. */
export function changeText(facts: LastTime): string {
  const { access_change, added_permissions, removed_permissions } = facts
  const label = accessChangeChoices.find(({ name }) => name === access_change)?.label ?? access_change
  // What the system calls them says it where the words for all systems are the same.
  const added = added_permissions.length > 0 ? added_permissions : facts.added_raw_permissions
  const removed = removed_permissions.length > 0 ? removed_permissions : facts.removed_raw_permissions
  const parts = [
    ...added.map((permission) => `+ ${permission}`),
    ...removed.map((permission) => `− ${permission}`),
  ]
  return parts.length > 0 ? `${label}: ${parts.join(', ')}` : label
}

/** What was decided of it then, without whom: `rejected, still here`; '' where it was not there. */
export function lastDecisionText({ last_decision }: Pick<LastTime, 'last_decision'>): string {
  switch (last_decision) {
    case 'ACCEPTED':
      return 'accepted'
    case 'REJECTED':
      return 'rejected, still here'
    case 'FIXED':
      return 'reported fixed, still here'
    case 'REJECTED_BY_RULE':
      return 'rejected by rule, still here'
    case 'OPEN':
      return 'left open'
    case 'NONE':
      return ''
    default:
      return last_decision
  }
}

/** When that was, as a month: `Jul 2026`; '' where nobody decided. */
export function monthText({ last_decided_at }: Pick<LastTime, 'last_decided_at'>, zone: string): string {
  if (last_decided_at === null) return ''
  const month = { month: 'short', year: 'numeric', timeZone: zone } as const
  return new Intl.DateTimeFormat('en', month).format(new Date(last_decided_at))
}

/** All of it in a line, for a cell. */
export function lastTimeText(facts: LastTime, zone: string): string {
  const when = monthText(facts, zone)
  const decided = [lastDecisionText(facts), when].filter(Boolean).join(', ')
  return [changeText(facts), decided].filter(Boolean).join(' · ')
}
