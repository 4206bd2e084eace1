import type { FastifyReply, FastifyRequest } from 'fastify'
import PQueue from 'p-queue'
import { refused } from '../refused.ts'
import { personOrAddress } from '../auth/guard.ts'

/**
 * How many requests of one caller use the database at the same time, and how many milliseconds the next one waits at
 * most.
 */
export type TurnLimits = { readonly atOnce: number; readonly waitMs: number }

/**
 * Runs the work of a request when it is its turn. Throws `Refused` ResourceExhausted (429, with `Retry-After`) where
 * that takes too long.
 */
export type InTurn = <T>(request: FastifyRequest, reply: FastifyReply, work: () => Promise<T>) => Promise<T>

/**
 * Makes an `InTurn` that runs the requests of one caller in the order in which they came, at most `atOnce` at a time.
 * A request whose client has gone leaves the queue; one that has begun keeps its place until it ends.
 */
export function createTurns({ atOnce, waitMs }: TurnLimits): InTurn {
  const queues = new Map<string, PQueue>()
  const queueOf = (caller: string) => {
    const known = queues.get(caller)
    if (known) return known
    const queue = new PQueue({ concurrency: atOnce })
    queue.on('idle', () => queues.delete(caller))
    queues.set(caller, queue)
    return queue
  }
  return async (request, reply, work) => {
    const queue = queueOf(personOrAddress(request))
    // Where nobody waits there is nothing to give up or to leave.
    if (queue.pending < atOnce && queue.size === 0 && !reply.raw.destroyed) return await queue.add(work)
    const waiting = new AbortController()
    const leave = () => waiting.abort(tooMany(atOnce))
    const timer = setTimeout(leave, waitMs)
    reply.raw.once('close', leave)
    if (reply.raw.destroyed) leave()
    const stopWaiting = () => {
      clearTimeout(timer)
      reply.raw.off('close', leave)
    }
    const begin = () => {
      stopWaiting()
      return work()
    }
    try {
      return await queue.add(begin, { signal: waiting.signal })
    } catch (error) {
      if (waiting.signal.aborted) reply.header('retry-after', '1')
      throw error
    } finally {
      stopWaiting()
    }
  }
}

function tooMany(atOnce: number) {
  return refused(
    'ResourceExhausted',
    `More than ${atOnce} of your requests came at a time, and this one had to wait too long. Wait as long as Retry-After says.`,
  )
}
