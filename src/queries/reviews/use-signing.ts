import { useEffect, useRef, useState } from 'react'
import { failureOf } from '#client/api-error.ts'
import type { Client } from '#client/client.ts'
import type { Connection } from '#client/connection.ts'
import type { Failure } from '#contract/errors.ts'
import { maxRowsByIds } from '#contract/reviews/result-queries.ts'
import { resultRoutes } from '#contract/reviews/result-calls.ts'
import { useClient, useConnection, useServerClock } from '../provider.tsx'
import { type SignOffPlan, signable } from './sign-off-plan.ts'
import { type SignOptions, signRows } from './sign-rows.ts'
import type { Signing } from './signing-tally.ts'
import { useRereadCounts } from './use-review.ts'

/** The state of a sign-off of many rows. */
export type SigningState = {
  readonly progress: Signing | undefined
  readonly running: boolean
  readonly failure: Failure | undefined
  readonly start: (plan: SignOffPlan) => void
  /** Whether nothing more is sent although rows are left. */
  readonly stopping: boolean
  /** Sends nothing more: `running` ends once what the server may have is answered. */
  readonly stop: () => void
}

/** Signs off the rows of a plan one by one; stops when the dialog is closed. The counts are read again at the end. */
export function useSigning(
  certification_id: string,
  { store, pending, viewer, covers }: Pick<SignOptions, 'store' | 'pending' | 'viewer' | 'covers'>,
): SigningState {
  const client = useClient()
  const connection = useConnection()
  const { now } = useServerClock()
  const reread = useRereadCounts(certification_id)
  const [progress, setProgress] = useState<Signing>()
  const [running, setRunning] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  const abort = useRef<AbortController>(undefined)
  // A second press may come before anything is drawn anew.
  const isUnderWay = useRef(false)
  const [isStopping, setIsStopping] = useState(false)
  useEffect(() => () => abort.current?.abort(), [])
  const stop = () => {
    setIsStopping(true)
    abort.current?.abort()
  }

  async function run({ summary, leaveOut }: SignOffPlan, signal: AbortSignal): Promise<void> {
    try {
      await signRows({
        groups: signable.map((decision) => ({ decision, order: summary[decision] })),
        leaveOut,
        store,
        pending,
        viewer,
        covers,
        signal,
        now,
        read: untilAnswered(readerOfRows(client, certification_id, signal), connection, signal),
        most: maxRowsByIds,
        onProgress: setProgress,
      })
    } catch (error) {
      setFailure(failureOf(error))
    } finally {
      isUnderWay.current = false
      setRunning(false)
      reread()
    }
  }
  const start = (plan: SignOffPlan) => {
    if (isUnderWay.current) return
    isUnderWay.current = true
    abort.current = new AbortController()
    setRunning(true)
    setFailure(undefined)
    void run(plan, abort.current.signal)
  }
  const stopping = isStopping || progress?.stopped === true
  return { progress, running, failure, stopping, start, stop }
}

function readerOfRows(client: Client, certification_id: string, signal: AbortSignal) {
  return async (ids: readonly number[]) => {
    const input = { params: { certification_id }, query: { ids: ids.join(',') } }
    return (await client.call(resultRoutes.listRows, input, signal)).values
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
        if (signal.aborted || failureOf(error).code !== 'network') throw error
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
