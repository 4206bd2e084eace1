import type { FastifyRequest } from 'fastify'
import { personId } from '#contract/people.ts'

/** Whose share of the server a request takes: the person, by whichever session or key; without one, the address. */
export function personOrAddress({ actor, ip }: FastifyRequest): string {
  return actor ? personId(actor.user) : `ip:${ip}`
}
