import * as z from 'zod/mini'

/** The attribute of people by whose value they are peers (INFERRED: the vendor says of none). */
export const peerAttribute = 'department'
/** Of smaller groups nothing is told: a figure would be that of a person. */
export const smallestPeerGroup = 5

/**
 * Of the `size` people whose `attribute` is `group`, this person among them, so many hold what the row is about. Counted over
 * all access of the snapshot when the rows were gathered; it names nobody.
 */
export const PeerFact = z.looseObject({
  attribute: z.string(),
  group: z.string(),
  holders: z.number(),
  size: z.number(),
})
export type PeerFact = z.output<typeof PeerFact>
