import type { PeerFact } from '#contract/reviews/entities/peers.ts'
import { isolated } from '#std/isolate.ts'
import { numberText } from '#ui/number-text.ts'

/**
 * What peers hold, as a fact of the gathering that names nobody: `2 of 41 in Finance hold it`. The name of the group is
 * isolated, for it came in with the access.
 */
export function peersText({ holders, size, group }: PeerFact): string {
  const verb = holders === 1 ? 'holds' : 'hold'
  return `${numberText(holders)} of ${numberText(size)} in ${isolated(group)} ${verb} it`
}
