import { requestOf } from '#contract/request.ts'
import { reviewSettingsRoutes } from '#contract/reviews/review-settings-calls.ts'

/** What lets reviewers export, with an API key of an admin, as lines for a shell. */
export function allowLines(origin: string): string {
  const { method, path } = requestOf(reviewSettingsRoutes.putSetting, {
    params: { leaf: 'allow_reviewer_exports' },
    body: { value: { allow_csv_exports: true } },
  })
  return [
    'KEY=$(npm run -s users -- create-key --scope reviews:settings --as ADMIN_EMAIL)',
    `curl -sS -X ${method} -H "Authorization: Bearer $KEY" ${origin}${path} \\`,
    `  -d ${quoted(JSON.stringify({ value: { allow_csv_exports: true } }))}`,
  ].join('\n')
}

/** A text as one word of a shell, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
