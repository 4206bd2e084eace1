import { useEffect, useRef, useState } from 'react'
import { failureOf } from '#client/api-error.ts'
import type { Client } from '#client/client.ts'
import type { Connection } from '#client/connection.ts'
import type { Failure } from '#contract/errors.ts'
import type { WorkflowUser } from '#contract/people.ts'
import { maxRowsByIds } from '#contract/reviews/result-queries.ts'
import { resultRoutes } from '#contract/reviews/result-calls.ts'
import { type Decision, decisions } from '#contract/reviews/review-enums.ts'
import { mutableResultFields } from '#contract/reviews/result-fields.ts'
import { all, where } from '#scim/build.ts'
import { print } from '#scim/print.ts'
import { orderOf, type RowOrder } from './positions.ts'
import type { ReviewListQuery } from './review-positions.ts'
import { useClient, useConnection, useServerClock } from '../provider.tsx'
import { reviewKeys } from './review-keys.ts'
import { type Signing, type SignOptions, signRows } from './sign-rows.ts'
import { type Reading, useReading } from '../reading.ts'

/** The rows that are not signed off, by decision. */
export type SignOffSummary = Readonly<Record<Decision, RowOrder>>

/** Which rows a sign-off of many is about. */
export type SignOffQuery = {
  readonly certification_id: string
  /** Whose rows; those of everybody where nobody is given. */
  readonly user: WorkflowUser | undefined
  /** The list that the rows have to be in too; undefined for all rows. */
  readonly list?: Pick<ReviewListQuery, 'filter' | 'mutable_filter'> | undefined
  /** Whether it is asked at all. */
  readonly enabled?: boolean
}

/** Reads which rows are decided and not signed off, and which are undecided. */
export function useSignOffSummary(query: SignOffQuery): Reading<SignOffSummary> {
  const { certification_id, user, list, enabled = true } = query
  const client = useClient()
  return useReading({
    queryKey: reviewKeys.signOff(certification_id, user, list),
    enabled,
    queryFn: async ({ signal }) => {
      const orders = decisions.map(async (decision) => {
        const { filter } = list ?? {}
        const query = {
          ...(filter && { filter }),
          mutable_filter: openRows(user, decision, list?.mutable_filter),
        }
        const input = { params: { certification_id }, query }
        return [
          decision,
          orderOf((await client.call(resultRoutes.listPositions, input, signal)).value),
        ] as const
      })
      // One entry for each decision there is.
      return Object.fromEntries(await Promise.all(orders)) as SignOffSummary
    },
    // What is signed is what stands now.
    staleTime: 0,
    gcTime: 0,
    structuralSharing: false,
  })
}

/** Also those of another filter on what reviewers have said. */
function openRows(user: WorkflowUser | undefined, decision: Decision, within: string | undefined): string {
  const filter = all(
    ...(user ? [where(mutableResultFields, 'reviewers', 'eq', user.email || user.name)] : []),
    where(mutableResultFields, 'signed_off_state', 'eq', 'NOT_SIGNED_OFF'),
    where(mutableResultFields, 'decision', 'eq', decision),
  )
  if (!filter) throw new Error('conditions make a filter')
  return within === undefined ? print(filter) : `(${within}) and ${print(filter)}`
}

/** The state of a sign-off of many rows. */
export type SigningState = {
  readonly progress: Signing | undefined
  readonly running: boolean
  readonly failure: Failure | undefined
  readonly start: (summary: SignOffSummary) => void
}

/** Signs off the rows of a summary one by one; stops when the dialog is closed. */
export function useSigning(
  certification_id: string,
  { store, pending, viewer, covers }: Pick<SignOptions, 'store' | 'pending' | 'viewer' | 'covers'>,
): SigningState {
  const client = useClient()
  const connection = useConnection()
  const { now } = useServerClock()
  const [progress, setProgress] = useState<Signing>()
  const [running, setRunning] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  const stop = useRef<AbortController>(undefined)
  useEffect(() => () => stop.current?.abort(), [])

  async function run(summary: SignOffSummary, signal: AbortSignal): Promise<void> {
    try {
      await signRows({
        groups: signable.map((decision) => ({ decision, order: summary[decision] })),
        store,
        pending,
        viewer,
        covers,
        signal,
        now,
        read: untilAnswered(readerOfRows(client, certification_id), connection, signal),
        most: maxRowsByIds,
        onProgress: setProgress,
      })
    } catch (error) {
      if (!signal.aborted) setFailure(failureOf(error))
    } finally {
      if (!signal.aborted) setRunning(false)
    }
  }
  const start = (summary: SignOffSummary) => {
    stop.current = new AbortController()
    setRunning(true)
    setFailure(undefined)
    void run(summary, stop.current.signal)
  }
  return { progress, running, failure, start }
}

/** The decisions that can be signed off. */
export const signable = [
  'RESULT_DECISION_ACCEPTED',
  'RESULT_DECISION_REJECTED',
  'RESULT_DECISION_FIXED',
] as const satisfies readonly Decision[]

function readerOfRows(client: Client, certification_id: string) {
  return async (ids: readonly number[]) => {
    const input = { params: { certification_id }, query: { ids: ids.join(',') } }
    return (await client.call(resultRoutes.listRows, input)).values
  }
}

type ReadRows = ReturnType<typeof readerOfRows>

/** The same reader, which waits where the server does not answer and reads again when it does. */
function untilAnswered(read: ReadRows, connection: Connection, signal: AbortSignal): ReadRows {
  return async (ids) => {
    for (;;) {
      try {
        return await read(ids)
      } catch (error) {
        if (failureOf(error).code !== 'network') throw error
        await nextAnswer(connection, signal)
      }
    }
  }
}

/** Milliseconds after which a server is asked again that nobody has heard of. */
const maxWaitMs = 5_000

/** Resolves when the server answers again, or may do so; rejects when the signal is aborted before. */
function nextAnswer(connection: Connection, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      stop()
      clearTimeout(timer)
      if (signal.aborted) reject(signal.reason)
      else resolve()
    }
    const stop = connection.onBack(end)
    const timer = setTimeout(end, maxWaitMs)
    signal.addEventListener('abort', end, { once: true })
  })
}
