import { failureOutcomes } from '#contract/activity/failures.ts'
import type { OwnExport } from '#contract/own-exports.ts'
import type { ExportRequest, ExportTarget } from '#queries/exports/export-request.ts'

/** How the server calls an export of the identities that a cause struck. */
const identitiesKind = 'FAILURE_IDENTITIES'

/** What an export was made of, to be asked for again or listed. */
export function targetOfExport(made: OwnExport): ExportTarget {
  const { certification_id, filter, mutable_filter, order_by } = made
  const ofFilter = { filter: filter ?? undefined }
  const base = { ...ofFilter, order_by }
  if (certification_id === null) {
    const { kind, cause, message, became } = made
    if (kind === identitiesKind && cause !== null)
      return { kind: 'identities', cause, became: failureOutcomes.find((of) => of === became), ...ofFilter }
    return { kind: 'events', ...base, ...(cause !== null && { cause }), ...(message !== null && { message }) }
  }
  return { kind: 'review', certification_id, mutable_filter: mutable_filter ?? undefined, ...base }
}

/** The same export once more, as it would be now. */
export function requestOfExport(
  made: OwnExport,
  wordsOf: (target: ExportTarget) => readonly string[],
): ExportRequest {
  const target = targetOfExport(made)
  return {
    target,
    name: made.certification_id === null ? undefined : nameOfExport(made),
    words: wordsOf(target),
    cause_message: made.cause_message ?? undefined,
    order: undefined,
  }
}

/** What an export is of: the activity log, or a review by its name, or by its id where its name is withheld. */
export function nameOfExport({ kind, certification_id, certification_name }: OwnExport): string {
  if (kind === identitiesKind) return 'Identities that failed'
  return certification_id === null ? 'Workflow actions' : (certification_name ?? `Review ${certification_id}`)
}
