import { exportRoutes } from '#contract/activity/export-calls.ts'
import { exportPackRoutes } from '#contract/export-pack.ts'
import type { OwnExport } from '#contract/own-exports.ts'
import { requestOf } from '#contract/request.ts'
import { reviewExportRoutes } from '#contract/reviews/review-export-calls.ts'

/** A file of a finished export: what it is called on the page, and where it is. */
export type ExportLink = { readonly label: string; readonly href: string }

/** The files of a finished export, each at an address that changes nothing. */
export function filesOf({ id: export_id, kind, format, history }: OwnExport): readonly ExportLink[] {
  const params = { export_id }
  const pack = { label: 'Pack (zip)', href: requestOf(exportPackRoutes.downloadPack, { params }).path }
  if (kind !== 'ACCESS_REVIEW')
    return [{ label: `${format} file`, href: requestOf(exportRoutes.downloadExport, { params }).path }, pack]
  const fileOf = (file: 'rows' | 'history') =>
    requestOf(reviewExportRoutes.downloadReviewExport, { params, query: { file } }).path
  const rows = { label: `Rows (${format})`, href: fileOf('rows') }
  return history ? [rows, { label: `History (${format})`, href: fileOf('history') }, pack] : [rows, pack]
}
