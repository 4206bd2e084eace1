import { personName } from './names.ts'
import type { Policy } from './policies.ts'
import type { Random } from './random.ts'

/** A person or account whose access the workflows manage. */
export type Identity = { readonly id: string; readonly name: string; readonly type: string }

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

const ids: Readonly<Record<string, (random: Random) => string>> = {
  OktaUser: (random) => `00u${Array.from({ length: 17 }, () => letters[random.between(0, 61)]).join('')}`,
  AzureADUser: (random) =>
    `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-a${random.hex(3)}-${random.hex(8)}${random.hex(4)}`,
}
const securityId = (random: Random): string =>
  `S-1-5-21-1004336348-1177238915-682003330-${random.between(1000, 999_999)}`

/** So many identities of each policy, by its weight, at least ten. */
export function makeIdentities(
  random: Random,
  policies: readonly Policy[],
  count: number,
): ReadonlyMap<Policy, readonly Identity[]> {
  const total = policies.reduce((sum, { weight }) => sum + weight, 0)
  return new Map(
    policies.map((policy) => {
      const makeId = ids[policy.identityType] ?? securityId
      const length = Math.max(10, Math.round((count * policy.weight) / total))
      const identity = (): Identity => ({
        id: makeId(random),
        name: personName(random),
        type: policy.identityType,
      })
      return [policy, Array.from({ length }, identity)]
    }),
  )
}
