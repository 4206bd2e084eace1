import * as z from 'zod/mini'
import { value } from '../../envelopes.ts'
import type { Route } from '../../route.ts'
import { safeText } from '../../text.ts'
import { certificationId, CertificationParams, OWN } from '../certification-calls.ts'
import { PeerFact } from './peers.ts'
import { ResultNode } from '../result.ts'

/** The entities of rows that have a page of their own in a review: who has access, and to what. */
export const entityNodes = ['source', 'destination'] as const
export type EntityNode = (typeof entityNodes)[number]

/**
 * A person or a resource of a review, among the rows that the caller sees: the entity as one of them has it, how many rows it
 * has, how many of them are without a decision, decided and not signed off, and signed off; and of a person the access that the
 * fewest of their peers hold, fewest first, where the caller is shown such facts.
 */
export const ReviewEntity = z.looseObject({
  entity: ResultNode,
  rows: z.number(),
  to_decide: z.number(),
  to_sign_off: z.number(),
  signed_off: z.number(),
  rare: z._default(z.array(z.looseObject({ ...PeerFact.shape, destination: z.string() })), []),
})
export type ReviewEntity = z.output<typeof ReviewEntity>

/** The routes of one person or resource of a review, and of what peers of a person hold (docs/decisions/0048). */
export const entityRoutes = {
  getEntity: {
    method: 'GET',
    path: `${OWN}/entity`,
    summary:
      'A person or a resource of a certification among the rows that the caller sees; one without such a row is none',
    permission: 'reviews:read',
    documented: false,
    params: CertificationParams,
    query: z.strictObject({
      node: z.enum(entityNodes, { error: `takes ${entityNodes.join(' or ')}` }),
      type: safeText(1024, 'the type of the entity'),
      id: safeText(1024, 'the id of the entity'),
    }),
    reply: value(ReviewEntity),
  },
  getPeers: {
    method: 'GET',
    path: `${OWN}/rows/{result_id}/peers`,
    summary:
      'How many of the peers of whose access a row is hold the same; null where there is no such fact, or it is not for the caller',
    permission: 'reviews:read',
    documented: false,
    params: z.strictObject({
      certification_id: certificationId,
      result_id: z.pipe(
        z.string().check(z.regex(/^\d{1,9}$/, 'must be a whole number')),
        z.transform(Number),
      ),
    }),
    reply: z.looseObject({ value: z.nullable(PeerFact) }),
  },
} as const satisfies Record<string, Route>
