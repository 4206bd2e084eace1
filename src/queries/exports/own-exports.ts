import { queryOptions } from '@tanstack/react-query'
import type { Client } from '#client/client.ts'
import { type OwnExport, ownExportRoutes } from '#contract/own-exports.ts'
import { exportKeys } from './export-request.ts'

/** The exports of the reader, the newest first; `more` where older ones are not listed. */
export type OwnExportList = { readonly exports: readonly OwnExport[]; readonly more: boolean }

/** Whether an export goes on. */
export function isOpen({ status }: Pick<OwnExport, 'status'>): boolean {
  return status === 'CREATED' || status === 'PROCESSING'
}

/** Milliseconds between two reads of the list while no stream tells of changes: while any goes on, and else. */
const openMs = 3_000
const quietMs = 30_000

/** The list of the reader's exports, read again and again while no stream tells of changes. */
export function ownExportsQuery(client: Client, isStreaming: boolean) {
  return queryOptions({
    queryKey: exportKeys.list,
    queryFn: async ({ signal }): Promise<OwnExportList> => {
      const { values, has_more } = await client.call(ownExportRoutes.listExports, {}, signal)
      return { exports: values, more: has_more }
    },
    staleTime: 0,
    refetchInterval: ({ state }) => {
      if (isStreaming) return false
      return state.data?.exports.some(isOpen) ? openMs : quietMs
    },
  })
}

/** A list with one of its exports as it is now; one that it does not have yet is the newest. */
export function withChanged(list: OwnExportList, changed: OwnExport): OwnExportList {
  const isThere = list.exports.some(({ id }) => id === changed.id)
  const exports = isThere
    ? list.exports.map((known) => (known.id === changed.id ? changed : known))
    : [changed, ...list.exports].toSorted((a, b) => b.created_at.localeCompare(a.created_at))
  return { ...list, exports }
}
