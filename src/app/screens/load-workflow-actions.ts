import type { QueryClient } from '@tanstack/react-query'
import type { Client } from '#client/client.ts'
import { actionEventQueries, actionEventsQuery } from '#queries/activity/action-events.ts'
import { codec } from '#features/activity/screen/codec.ts'
import { plainQuestion, type Question } from '#features/activity/screen/question.ts'

/**
 * Reads what the address of the tab asks for and asks the server for the first page of it, without waiting for the
 * answer. A list that is already in the cache is left alone: it says itself how old it is.
 */
export async function loadWorkflowActions(client: Client, cache: QueryClient, url: URL): Promise<Question> {
  const question = url.search === '' ? plainQuestion : (await codec()).readQuestion(url.search)
  const { list } = question
  if (list && !cache.getQueryData(actionEventQueries.list(list)))
    void cache.prefetchInfiniteQuery(actionEventsQuery(client, list))
  return question
}
