import type { ExportPreview } from '#contract/own-exports.ts'
import type { ExportFormat, ExportRequest } from '#queries/exports/export-request.ts'
import type { Reading } from '#queries/reading.ts'
import { numberText } from '#ui/number-text.ts'
import { Fact, Facts } from '#ui/facts.tsx'
import { Problem } from '#ui/hint.tsx'
import { FailureLine } from '#ui/failure-line.tsx'
import { identityOrder, rowCount } from './export-words.ts'
import { QueryTexts } from './query-texts.tsx'

type Props = {
  readonly request: ExportRequest
  readonly preview: Reading<ExportPreview>
  readonly format: ExportFormat
}

/** What an export will hold, before it is asked for. */
export function ExportFacts({ request, preview, format }: Props) {
  const { target, words, cause_message, order } = request
  const badFilter = whyBadFilter(preview)
  return (
    <Facts>
      <Fact name="Rows">
        {badFilter ? (
          'Not counted: the filter is not good.'
        ) : preview.failure && !preview.value ? (
          <FailureLine message={preview.failure.message} onRetry={preview.retry} />
        ) : (
          <output>{countText(request, preview.value)}</output>
        )}
      </Fact>
      <Fact name="Filter">
        <QueryTexts
          target={target}
          words={words}
          cause_message={cause_message}
          whole={preview.value?.whole}
        />
        <Problem text={badFilter} />
      </Fact>
      <Fact name="Order">
        {target.kind === 'identities' ? (
          identityOrder
        ) : (
          <>
            {order === undefined ? '' : `${order} · `}
            <code>{target.order_by}</code>
          </>
        )}
      </Fact>
      <Fact name="As of">The moment at which it is made, for all rows the same; not that of the list.</Fact>
      <Fact name="You get">{contentsText(target.kind, format)}</Fact>
      <Fact name="Kept">24 hours, under My exports</Fact>
    </Facts>
  )
}

/** What is wrong with the filter, where that is why nothing could be counted: trying again helps nobody. */
function whyBadFilter({ value, failure }: Reading<ExportPreview>): string | undefined {
  return !value && failure?.status === 400 ? failure.message : undefined
}

/** How many rows it will have, and of how many where that is not all. */
function countText(request: ExportRequest, preview: ExportPreview | undefined): string {
  if (!preview) return 'Counting the rows …'
  const { row_count: count, whole } = preview
  if (count === null) return 'More than can be counted in 5 seconds; they are counted while it is made.'
  if (count === 0) return 'None: a file without rows. Nothing fits the filter now.'
  const { target, visible } = request
  if (target.kind === 'events') return rowCount(count, request)
  if (target.kind === 'identities')
    return `${rowCount(count, request)}: each has a row for each policy, workflow and action where it failed`
  const of = visible === undefined ? '' : ` of ${numberText(visible)}`
  return whole
    ? `${rowCount(count, request)}${of} in this review`
    : `Your ${rowCount(count, request)}${of} in this review that you may see: rows of others are not in it`
}

function contentsText(kind: ExportRequest['target']['kind'], format: ExportFormat): string {
  const files = {
    events: `The events as ${format} with every field, columns that are hidden here too`,
    identities: `The identities as ${format}, with what has become of each`,
    review: `The rows as ${format} and, in a second file, their whole history`,
  }[kind]
  return `${files}; times are UTC, states are the API's codes. The pack holds these, the exact values as JSONL, and a signed manifest: who, when, filter, counts and SHA-256 of each file.`
}
