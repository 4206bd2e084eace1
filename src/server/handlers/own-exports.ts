import type { ownExportRoutes } from '#contract/own-exports.ts'
import type { Backend } from '../backend.ts'
import type { Handlers } from './handlers.ts'
import { selectionOf } from './read-selection.ts'
import { resultQueryOf } from './reviews/result-query.ts'

type OwnExportHandlers = Pick<Handlers, keyof typeof ownExportRoutes>

/** The exports of the caller, and what one would hold that they have not made yet. */
export function ownExportHandlers(
  backend: Pick<Backend, 'exports' | 'reviewExports' | 'ownExports' | 'storedNames'>,
): OwnExportHandlers {
  const { exports, reviewExports, ownExports } = backend
  return {
    async listExports(_, { actor }) {
      const { exports: values, more } = await ownExports.list(actor)
      return { values: [...values], next_page_token: '', has_more: more }
    },

    watchExports:
      async (_, { actor }) =>
      (emit, signal) =>
        ownExports.watch(actor, emit, signal),

    stopExport: async ({ params }, { actor }) => ({
      value: await ownExports.cancel(params.export_id, actor),
    }),

    previewEventExport: async ({ query }, { actor }) => ({
      value: await exports.preview(await selectionOf(backend, query), actor),
    }),

    previewReviewExport: async ({ params, query }, { actor }) => ({
      value: await reviewExports.preview({ ...params, ...(await resultQueryOf(query)) }, actor),
    }),
  }
}
