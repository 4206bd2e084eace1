import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { failureOf } from '#client/api-error.ts'
import { followEvents } from '#client/event-stream.ts'
import type { Failure } from '#contract/errors.ts'
import { ownExportRoutes } from '#contract/own-exports.ts'
import { requestOf } from '#contract/request.ts'
import { useClient, useConnection } from '../provider.tsx'
import { type Reading, useReading } from '../reading.ts'
import { useSingleCall } from '../single-call.ts'
import { whileInView } from '../while-in-view.ts'
import { exportKeys } from './export-request.ts'
import { type OwnExportList, ownExportsQuery, withChanged } from './own-exports.ts'

/**
 * The exports of the reader as they are now: the server's events tell of changes, and while no stream is open the list is
 * read every few seconds.
 */
export function useOwnExports(): Reading<OwnExportList> {
  const client = useClient()
  const isStreaming = useExportChanges()
  return useReading(ownExportsQuery(client, isStreaming))
}

/** Puts what the server tells of into the list. Returns whether the stream is open. */
function useExportChanges(): boolean {
  const cache = useQueryClient()
  const connection = useConnection()
  const [isOpen, setIsOpen] = useState(false)
  useEffect(() => {
    const { watchExports } = ownExportRoutes
    const { list: queryKey } = exportKeys
    // A first answer that is on its way would stand, though it may be older.
    const readAgain = () =>
      void cache.cancelQueries({ queryKey }).then(() => cache.invalidateQueries({ queryKey }))
    const stream = {
      url: requestOf(watchExports, {}).path,
      name: watchExports.reply.event,
      onOpen: () => {
        connection.answered()
        setIsOpen(true)
        readAgain()
      },
      onLost: () => {
        setIsOpen(false)
        connection.check()
      },
      onEvent: (data: unknown) => {
        const { data: changed } = watchExports.reply.data.safeParse(data)
        if (!changed) return
        // An answer that is on its way may be older than this.
        if (cache.isFetching({ queryKey: exportKeys.list }) > 0) readAgain()
        cache.setQueryData<OwnExportList>(exportKeys.list, (list) => list && withChanged(list, changed))
      },
    }
    return whileInView(() => {
      const stop = followEvents(stream)
      return () => {
        stop()
        setIsOpen(false)
      }
    })
  }, [cache, connection])
  return isOpen
}

/** The state of an export that is being stopped. */
export type Stopping = {
  readonly stop: () => void
  readonly busy: boolean
  readonly failure: Failure | undefined
}

/** Stops an export of the reader. `done` is called when the server has answered. */
export function useStopExport(export_id: string, done: () => void): Stopping {
  const client = useClient()
  const cache = useQueryClient()
  const { start, isUnderWay, error } = useSingleCall({
    mutationFn: () => client.call(ownExportRoutes.stopExport, { params: { export_id }, body: {} }),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: exportKeys.list })
      done()
    },
  })
  return {
    stop: () => start(undefined),
    busy: isUnderWay,
    failure: error ? failureOf(error) : undefined,
  }
}
