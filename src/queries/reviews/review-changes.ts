import { useEffect } from 'react'
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

/**
 * Listens to the server's events while the page is visible: rows that others change are read again and marked. `me` is
 * the reader, whose own changes are not marked.
 */
export function useReviewChanges(
  certification_id: string,
  store: RowStore,
  pending: PendingRows,
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
      read: async (ids) => {
        const input = { params: { certification_id }, query: { ids: ids.join(',') } }
        return (await client.call(resultRoutes.listRows, input)).values
      },
    })
    const { watchCertification } = resultRoutes
    const stream = {
      url: requestOf(watchCertification, { params: { certification_id } }).path,
      name: watchCertification.reply.event,
      onOpen: () => {
        connection.answered()
        news.catchUp()
      },
      onLost: connection.check,
      onEvent: (data: unknown) => {
        const event = watchCertification.reply.data.safeParse(data)
        if (event.success) news.onRowsChanged(event.data.rows)
      },
    }
    const stop = whileInView(() => followEvents(stream))
    return () => {
      stop()
      news.stop()
    }
  }, [certification_id, store, pending, client, connection, user_type, id])
}
