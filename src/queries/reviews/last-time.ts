import { useEffect, useRef, useState } from 'react'
import { failureOf } from '#client/api-error.ts'
import type { Client } from '#client/client.ts'
import type { Failure } from '#contract/errors.ts'
import { lastTimeRoutes } from '#contract/reviews/last-time-calls.ts'
import type { GoneAccess, LastTime, SinceLastTime } from '#contract/reviews/last-time.ts'
import { resultRoutes } from '#contract/reviews/result-calls.ts'
import { maxRowsByIds } from '#contract/reviews/result-queries.ts'
import type { RowStore } from '#decisions/row-store.ts'
import { useClient } from '../provider.tsx'
import { useOnConnectionBack } from '../use-connection.ts'
import { type Reading, useReading } from '../reading.ts'
import { lastTimeKeys } from './review-keys.ts'
import { lastTimeOf } from './use-row.ts'

/** How a review stands to the one before, read anew when `version` is another. */
export function useSinceLastTime(certification_id: string, version: string): Reading<SinceLastTime> {
  const client = useClient()
  const reading = useReading({
    queryKey: lastTimeKeys.sinceLastTime(certification_id, version),
    queryFn: async ({ signal }): Promise<SinceLastTime> =>
      (await client.call(lastTimeRoutes.getSinceLastTime, { params: { certification_id } }, signal)).value,
    placeholderData: (before: SinceLastTime | undefined) => before,
  })
  useOnConnectionBack(() => {
    if (reading.failure) reading.retry()
  })
  return reading
}

/** The first access that has gone since the review before, and whether there is more. */
export function useGone(
  certification_id: string,
  shown: number,
): Reading<{ readonly rows: readonly GoneAccess[]; readonly more: boolean }> {
  const client = useClient()
  return useReading({
    queryKey: lastTimeKeys.gone(certification_id, shown),
    queryFn: async ({ signal }) => {
      const input = { params: { certification_id }, query: { page_size: String(shown) } }
      const { values, has_more } = await client.call(lastTimeRoutes.listGone, input, signal)
      return { rows: values, more: has_more }
    },
  })
}

/**
 * Reads what was last time of the rows that are here without it: those of the first page, which comes by a call of the contract,
 * and those that were read one by one. It never changes, so that each row is asked for once. Returns why it could not be read.
 */
export function useLastTimeOfRows(
  certification_id: string,
  store: RowStore,
): Omit<Reading<unknown>, 'value'> {
  const client = useClient()
  const [failure, setFailure] = useState<Failure>()
  const asking = useRef<Asking>(undefined)
  useEffect(() => {
    const made = fillIn(client, certification_id, { store, onAnswer: setFailure })
    asking.current = made
    return made.stop
  }, [client, certification_id, store])
  const retry = () => asking.current?.askSoon()
  useOnConnectionBack(retry)
  return { failure, retry }
}

/** Milliseconds in which rows are gathered before they are asked about. */
const gatherMs = 50

type Asking = { readonly askSoon: () => void; readonly stop: () => void }

type Into = {
  readonly store: RowStore
  /** Takes why rows could not be asked about; undefined once they could. */
  readonly onAnswer: (failure: Failure | undefined) => void
}

function fillIn(client: Client, certification_id: string, { store, onAnswer }: Into): Asking {
  const known = new Map<number, LastTime>()
  const wanted = new Set<number>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let hasStopped = false
  const ask = async () => {
    timer = undefined
    const ids = [...wanted].slice(0, maxRowsByIds)
    // The answer before may have told of all that were wanted meanwhile.
    if (ids.length === 0) {
      if (!hasStopped) onAnswer(undefined)
      return
    }
    const query = { ids: ids.join(',') }
    const { values } = await client.call(resultRoutes.listRows, { params: { certification_id }, query })
    for (const id of ids) wanted.delete(id)
    for (const { result_id, last_time } of values) if (last_time) take(result_id, last_time)
    if (hasStopped) return
    onAnswer(undefined)
    if (wanted.size > 0) askSoon()
  }
  const askSoon = () => {
    timer ??= setTimeout(
      () =>
        void ask().catch((error: unknown) => {
          if (!hasStopped) onAnswer(failureOf(error))
        }),
      gatherMs,
    )
  }
  const take = (id: number, last_time: LastTime) => {
    known.set(id, last_time)
    const row = store.get(id)
    if (row && !lastTimeOf(row)) store.patch(id, { last_time })
  }
  const look = (id: number) => {
    const row = store.get(id)
    if (!row || lastTimeOf(row)) return
    const facts = known.get(id)
    if (facts) {
      take(id, facts)
      return
    }
    wanted.add(id)
    askSoon()
  }
  for (const { result_id } of store.all()) look(result_id)
  const unsubscribe = store.subscribeToAll(look)
  return {
    askSoon,
    stop: () => {
      hasStopped = true
      clearTimeout(timer)
      unsubscribe()
    },
  }
}
