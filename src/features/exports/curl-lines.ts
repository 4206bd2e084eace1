import { exportRoutes } from '#contract/activity/export-calls.ts'
import { requestOf } from '#contract/request.ts'
import { reviewExportRoutes } from '#contract/reviews/review-export-calls.ts'
import { reviewSettingsRoutes } from '#contract/reviews/review-settings-calls.ts'
import type { ExportTarget } from '#queries/exports/export-request.ts'

/** What asks for an export with an API key, as lines for a shell; the key itself is not in them. */
export function curlLines(target: ExportTarget, origin: string): string {
  const { kind, ...query } = target
  const isReview = kind === 'review'
  const { path } = isReview ? reviewExportRoutes.createReviewExport : exportRoutes.exportActionEvents
  const body = isReview ? { ...query, format: 0 } : query
  return [
    `KEY=$(npm run -s users -- create-key --scope ${isReview ? 'reviews:export' : 'activity:export'})`,
    `curl -sS -H "Authorization: Bearer $KEY" ${origin}${path} \\`,
    `  -d ${quoted(JSON.stringify(body))}`,
  ].join('\n')
}

/** What lets reviewers export, with an API key of an admin, as lines for a shell. */
export function allowLines(origin: string): string {
  const { method, path } = requestOf(reviewSettingsRoutes.putSetting, {
    params: { leaf: 'allow_reviewer_exports' },
    body: { value: { allow_csv_exports: true } },
  })
  return [
    'KEY=$(npm run -s users -- create-key --scope reviews:settings)',
    `curl -sS -X ${method} -H "Authorization: Bearer $KEY" ${origin}${path} \\`,
    `  -d ${quoted(JSON.stringify({ value: { allow_csv_exports: true } }))}`,
  ].join('\n')
}

/** A text as one word of a shell, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
