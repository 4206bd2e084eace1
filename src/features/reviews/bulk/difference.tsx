import type { BulkDifference } from '#contract/reviews/bulk.ts'
import { Problem } from '#ui/hint.tsx'
import { rowsText } from './bulk-words.ts'

/** What has changed since a preview, which is why nothing was started. */
export function Difference({ difference }: { readonly difference: BulkDifference }) {
  return <Problem text={differenceText(difference)} />
}

/** The same as sentences. */
export function differenceText({ rules, joined, gone, changed }: BulkDifference): string {
  const parts = [
    changed > 0 && `${rowsText(changed)} ${changed === 1 ? 'was' : 'were'} changed`,
    joined > 0 && `${rowsText(joined)} ${joined === 1 ? 'has' : 'have'} come to be among them`,
    gone > 0 && `${rowsText(gone)} ${gone === 1 ? 'is' : 'are'} not among them any more`,
    rules && 'the review or its settings were changed',
  ].filter((part) => part !== false)
  return `Nothing was started. Since the preview ${parts.join(', ')}.`
}
