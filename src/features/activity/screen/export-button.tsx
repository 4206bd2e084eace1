import { type ComponentType, useState } from 'react'
import type { ExportDialogProps, ExportRequest } from '#queries/exports/export-request.ts'
import { useCauseMessage } from '#queries/activity/cause-message.ts'
import { Button } from '#ui/button.tsx'
import { useExportRefusal } from '../export-refusal.ts'
import { labels } from '../labels.ts'
import { listWords } from '../query/list-words.ts'
import { withInstants } from '../query/read-list-query.ts'
import type { ListQueryState } from './use-list-query.ts'

type Props = {
  readonly query: ListQueryState
  /** Why what is listed is not what stands in the query box; undefined while it is. */
  readonly unapplied: string | undefined
  readonly zone: string
  readonly ExportDialog: ComponentType<ExportDialogProps>
}

/** Exports what the list is asked for, for those who may. */
export function ExportButton({ query, unapplied, zone, ExportDialog }: Props) {
  const [request, setRequest] = useState<ExportRequest>()
  const refusal = useExportRefusal()
  const cause_message = useCauseMessage(query.own.cause)
  const next = requestOf(query, zone, cause_message)
  return (
    <>
      <Button
        icon="download"
        refusal={refusal ?? (next ? unapplied : unreadable)}
        onClick={() => setRequest(next)}
      >
        Export …
      </Button>
      {request && <ExportDialog request={request} zone={zone} onClose={() => setRequest(undefined)} />}
    </>
  )
}

const unreadable = 'Part of this link could not be read: what it asks for cannot be exported.'

/** What the address asks for, undefined while a part of it cannot be read. */
function requestOf(
  query: ListQueryState,
  zone: string,
  cause_message: string | undefined,
): ExportRequest | undefined {
  const { list } = query
  if (!list) return undefined
  const search = withInstants(query)
  const { field, direction } = search.order
  const label = Object.entries(labels).find(([name]) => name === field)?.[1] ?? field
  return {
    target: { kind: 'events', ...list, filter: search.text },
    name: undefined,
    words: listWords(search, zone),
    cause_message,
    order: `${label}, ${direction === 'desc' ? 'descending' : 'ascending'}`,
  }
}
