import { useEffect } from 'react'
import { failureOf } from '#client/api-error.ts'
import type { Client } from '#client/client.ts'
import { followEvents } from '#client/event-stream.ts'
import { sameUser, type WorkflowUser } from '#contract/people.ts'
import { requestOf } from '#contract/request.ts'
import type { Result } from '#contract/reviews/result.ts'
import { maxRowsByIds } from '#contract/reviews/result-queries.ts'
import { resultRoutes } from '#contract/reviews/result-calls.ts'
import { useClient, useConnection } from '../provider.tsx'
import { whileInView } from '../while-in-view.ts'
import { type PendingRows, startRowNews } from '#decisions/row-news.ts'
import type { RowStore } from '#decisions/row-store.ts'

/** The rows of a review that are here, and what is told that counts of it have changed, also by rows that are not here. */
type Followed = {
  readonly certification_id: string
  readonly store: RowStore
  readonly pending: PendingRows
  readonly onCountsChanged: () => void
}

/**
 * Listens to the server's events while the page is visible: rows that others change are read again and marked. `me` is
 * the reader, whose own changes are not marked.
 */
export function useReviewChanges(
  { certification_id, store, pending, onCountsChanged }: Followed,
  me: WorkflowUser | undefined,
): void {
  const client = useClient()
  const connection = useConnection()
  const { user_type, id } = me ?? {}
  useEffect(() => {
    if (user_type === undefined || id === undefined) return undefined
    const news = startRowNews({
      store,
      pending,
      isMine: ({ updated_by }: Result) => !updated_by || sameUser(updated_by, { user_type, id }),
      most: maxRowsByIds,
      read: (ids) => readRows(client, certification_id, ids),
    })
    const isNew = ({ result_id, version }: { readonly result_id: number; readonly version: number }) =>
      !pending.isOnItsWay(result_id) && (store.get(result_id)?.version ?? 0) < version
    const { watchCertification } = resultRoutes
    const stream = {
      url: requestOf(watchCertification, { params: { certification_id } }).path,
      name: watchCertification.reply.event,
      onOpen: () => {
        connection.answered()
        news.catchUp()
        onCountsChanged()
      },
      onLost: connection.check,
      onEvent: (data: unknown) => {
        const event = watchCertification.reply.data.safeParse(data)
        if (!event.success) return
        const { rows, gone } = event.data
        if (gone.length > 0 || rows.some(isNew)) onCountsChanged()
        news.onRowsChanged(rows)
        news.onRowsGone(gone)
      },
    }
    const stop = whileInView(() => followEvents(stream))
    return () => {
      stop()
      news.stop()
    }
  }, [certification_id, store, pending, onCountsChanged, client, connection, user_type, id])
}

/** Those of some rows that the reader sees: none where no row of the certification is theirs any more. */
async function readRows(
  client: Client,
  certification_id: string,
  ids: readonly number[],
): Promise<readonly Result[]> {
  const input = { params: { certification_id }, query: { ids: ids.join(',') } }
  try {
    return (await client.call(resultRoutes.listRows, input)).values
  } catch (error) {
    // Of a 404 of something in between nothing follows.
    if (failureOf(error).code === 'NotFound') return []
    throw error
  }
}
