import type { BulkDifference } from '#contract/reviews/bulk.ts'
import { rowsText } from './bulk-words.ts'

/** What has changed since a preview, which is why nothing was started, and how many rows are as they were. */
export function differenceText({ rules, joined, gone, changed, unchanged }: BulkDifference): string {
  const changes = [
    changed > 0 && `${rowsText(changed)} ${changed === 1 ? 'was' : 'were'} changed`,
    joined > 0 && `${rowsText(joined)} ${joined === 1 ? 'has' : 'have'} come to be among them`,
    gone > 0 && `${rowsText(gone)} ${gone === 1 ? 'is' : 'are'} not among them any more`,
    rules && 'the review or its settings were changed',
  ].filter((part) => part !== false)
  const left = `${rowsText(unchanged)} ${unchanged === 1 ? 'is as it was' : 'are as they were'}.`
  const since = `Nothing was started. Since the preview ${changes.join(', ')}.`
  return rules || unchanged === 0 ? since : `${since} ${left}`
}
