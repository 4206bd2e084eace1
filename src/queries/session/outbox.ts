import { networkError } from '#client/api-error.ts'
import type { Client, Preconditions } from '#client/client.ts'
import type { ServerClock } from '#client/server-clock.ts'
import { resultRoutes } from '#contract/reviews/result-calls.ts'
import { Outbox } from '#decisions/outbox/outbox.ts'
import type { RowRef } from '#decisions/outbox/outbox-entry.ts'
import type { RowChange } from '#decisions/row-change.ts'
import { afterPaint } from '../after-paint.ts'

/** A request that has no answer by then, in milliseconds, is sent again. */
const timeoutMs = 10_000

const byClient = new WeakMap<Client, Outbox>()

/**
 * The outbox of this page: one for all screens, because a page belongs to one person. It sends nothing until it is
 * opened.
 */
export function outboxOf(client: Client, clock: ServerClock): Outbox {
  const known = byClient.get(client) ?? new Outbox({ send: senderBy(client), afterPaint, now: clock.now })
  byClient.set(client, known)
  return known
}

function senderBy(client: Client) {
  return async (
    { certification_id, result_id }: RowRef,
    change: RowChange,
    on: Preconditions,
  ): Promise<number | undefined> => {
    const { reviewers, ...rest } = change
    const value = { result_id, ...rest, ...(reviewers ? { reviewers: reviewers.map(keyOf) } : {}) }
    const input = { params: { certification_id }, body: { value } }
    try {
      const signal = AbortSignal.timeout(timeoutMs)
      return (await client.change(resultRoutes.updateResult, input, on, signal)).version
    } catch (error) {
      if (error instanceof DOMException) throw networkError()
      throw error
    }
  }
}

const keyOf = ({ user_type, id }: { user_type: string; id: string }) => ({ user_type, id })
