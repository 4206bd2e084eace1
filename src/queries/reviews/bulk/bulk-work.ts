import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { failureOf } from '#client/api-error.ts'
import type { Client } from '#client/client.ts'
import type { Failure } from '#contract/errors.ts'
import type { Bulk, BulkDifference, BulkInput } from '#contract/reviews/bulk.ts'
import { bulkRoutes } from '#contract/reviews/bulk-calls.ts'
import { useClient } from '../../provider.tsx'
import { useSingleCall } from '../../single-call.ts'
import { useOnConnectionBack } from '../../use-connection.ts'
import { bulkQuery, goesOn, lookAgainMs } from './bulk.ts'
import { bulkKeys } from './bulk-keys.ts'
import { useRereadCounts } from '../use-review.ts'

/** What a preview is of: a change that is asked for, or taking an earlier one back. */
export type PreviewInput = BulkInput | { readonly undoes: string; readonly reason: string }

/** A bulk change from its preview to its end. */
export type BulkWork = {
  /** As the server has it; undefined before there is a preview. */
  readonly bulk: Bulk | undefined
  readonly busy: 'previewing' | 'starting' | 'stopping' | undefined
  /** Why it could not be previewed, started, stopped or read. */
  readonly failure: Failure | undefined
  /** What has changed since the preview: nothing was started because of it. */
  readonly difference: BulkDifference | undefined
  /** The answer to a start got lost: the server is being asked whether it runs. */
  readonly isUnsure: boolean
  /** A start got no answer of the server's, and has not come about yet: it may still arrive, unless `stop` keeps it. */
  readonly mayStartLate: boolean
  readonly preview: (input: PreviewInput) => void
  /** Starts it, once: the server starts no preview twice. */
  readonly run: (unchangedOnly: boolean) => void
  /** What still waits is not changed; what is done stays done. */
  readonly stop: () => void
  /** Reads it again. */
  readonly retry: () => void
}

/**
 * Previews a bulk change of a certification, runs it and follows it to its end; `shown` is one that there is already. What
 * it is is always the server's word: where the answer to a start gets lost, its state is asked for and nothing is sent again.
 */
export function useBulkWork(certification_id: string, shown?: string): BulkWork {
  const client = useClient()
  const cache = useQueryClient()
  const [made, setMade] = useState(shown)
  const [difference, setDifference] = useState<BulkDifference>()
  const [lost, setLost] = useState<{ readonly at: number; readonly failure: Failure }>()
  const turn = useRef(0)
  const params = { certification_id, bulk_id: made ?? '' }
  const reading = useQuery({
    ...bulkQuery(client, params),
    enabled: made !== undefined,
    refetchInterval: ({ state: { data, dataUpdatedAt } }) =>
      ((lost?.at ?? 0) > dataUpdatedAt || goesOn(data)) && lookAgainMs,
  })
  const bulk = reading.data
  const isUnsure = lost !== undefined && lost.at > reading.dataUpdatedAt
  const lookAgain = () => void cache.invalidateQueries({ queryKey: bulkKeys.change(params) })
  useOnConnectionBack(lookAgain)
  useReadAnewAtEnd(certification_id, bulk)

  const startFailure = bulk?.state === 'PREVIEWED' ? lost?.failure : undefined
  const mayStartLate = startFailure !== undefined && hasNoAnswer(startFailure)
  const take = (next: Bulk) => {
    store(cache, next)
    setMade(next.bulk_id)
  }
  const previewing = useSingleCall({
    mutationFn: ({ input }: Turn<PreviewInput>) => askForPreview(client, certification_id, input),
    onSuccess: (next) => {
      setDifference(undefined)
      setLost(undefined)
      take(next)
    },
  })
  const starting = useSingleCall({
    mutationFn: (start: Start) => askForRun(client, certification_id, start),
    onMutate: () => setLost(undefined),
    onSuccess: (answer) => {
      setDifference(answer.difference ?? undefined)
      take(answer.bulk)
    },
    // Whatever was answered, or not: what came of it is what the server says now.
    onError: (error) => {
      setLost({ at: Date.now(), failure: failureOf(error) })
      lookAgain()
    },
  })
  const stopping = useSingleCall({
    mutationFn: async (bulk_id: string) =>
      (await client.call(bulkRoutes.cancelBulk, { params: { certification_id, bulk_id }, body: {} })).value,
    onSuccess: (next) => store(cache, next),
    onError: lookAgain,
  })
  const error = previewing.error ?? stopping.error ?? reading.error
  return {
    bulk,
    busy: busyOf({ previewing, starting, stopping }),
    failure: error ? failureOf(error) : startFailure,
    difference,
    isUnsure,
    mayStartLate,
    preview: (input) => {
      if (mayStartLate && made !== undefined) stopping.start(made)
      // What was previewed before is not to be run any more.
      setMade(undefined)
      previewing.start({ input, turn: (turn.current += 1) })
    },
    run: (unchanged_only) => made !== undefined && starting.start({ bulk_id: made, unchanged_only }),
    stop: () => made !== undefined && stopping.start(made),
    retry: lookAgain,
  }
}

function store(cache: QueryClient, bulk: Bulk): void {
  cache.setQueryData(bulkKeys.change(bulk), bulk)
}

/** Whether nobody knows that a call did not arrive: what stands between has answered, or nothing has. */
function hasNoAnswer({ status }: Failure): boolean {
  return status === undefined || status === 0 || status >= 500
}

/** The same preview is asked for again by another press, not by the second half of one. */
type Turn<Input> = { readonly input: Input; readonly turn: number }
type Start = { readonly bulk_id: string; readonly unchanged_only: boolean }

type Calls = Readonly<Record<'previewing' | 'starting' | 'stopping', { readonly isUnderWay: boolean }>>

function busyOf({ previewing, starting, stopping }: Calls): BulkWork['busy'] {
  if (previewing.isUnderWay) return 'previewing'
  if (starting.isUnderWay) return 'starting'
  return stopping.isUnderWay ? 'stopping' : undefined
}

async function askForRun(client: Client, certification_id: string, { bulk_id, unchanged_only }: Start) {
  const body = unchanged_only ? { unchanged_only } : {}
  return (await client.call(bulkRoutes.runBulk, { params: { certification_id, bulk_id }, body })).value
}

async function askForPreview(client: Client, certification_id: string, input: PreviewInput): Promise<Bulk> {
  if (!('undoes' in input))
    return (await client.call(bulkRoutes.previewBulk, { params: { certification_id }, body: input })).value
  const { undoes: bulk_id, reason } = input
  const body = reason === '' ? {} : { reason }
  return (await client.call(bulkRoutes.undoBulk, { params: { certification_id, bulk_id }, body })).value
}

/** Reads counts, and rows that are open, once it has ended: rows of the list are told by the server's events. */
function useReadAnewAtEnd(certification_id: string, bulk: Bulk | undefined): void {
  const cache = useQueryClient()
  const reread = useRereadCounts(certification_id)
  const open = useRef<string>(undefined)
  const { bulk_id, ended_at, undoes } = bulk ?? {}
  useEffect(() => {
    if (ended_at === null) open.current = bulk_id
    else if (bulk_id !== undefined && open.current === bulk_id) {
      open.current = undefined
      reread()
      void cache.invalidateQueries({ queryKey: bulkKeys.openRows(certification_id) })
      void cache.invalidateQueries({ queryKey: bulkKeys.list(certification_id) })
      if (undoes)
        void cache.invalidateQueries({ queryKey: bulkKeys.change({ certification_id, bulk_id: undoes }) })
    }
  }, [bulk_id, ended_at, undoes, cache, certification_id, reread])
}
