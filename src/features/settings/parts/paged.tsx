import type { ReactNode } from 'react'
import type { PagedReading } from '#queries/pages.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { ErrorPanel } from '#ui/error-panel.tsx'
import { FailureLine } from '#ui/failure-line.tsx'
import { Skeleton } from '#ui/skeleton.tsx'

type Props<Row> = {
  readonly reading: PagedReading<Row>
  /** What the rows are, as in "Loading the people". */
  readonly rowsName: string
  /** What is shown where there are none. */
  readonly empty: ReactNode
  readonly children: (rows: readonly Row[]) => ReactNode
}

/** A list of the settings that is read page by page: loading, failed, empty, or its rows and a button for more. */
export function Paged<Row>({ reading, rowsName, empty, children }: Props<Row>) {
  const { rows, failure, retry, hasMore, isReadingMore, readMore } = reading
  if (!rows)
    return failure ? (
      <ErrorPanel
        title={failure.status === 403 ? 'This is not for your account' : `We could not read ${rowsName}`}
        message={failure.message}
        advice={failure.resolution || undefined}
        requestId={failure.request_id || undefined}
        onRetry={failure.status === 403 ? undefined : retry}
      />
    ) : (
      <Skeleton label={`Loading ${rowsName}`} rows={6} />
    )
  return (
    <>
      {failure && <FailureLine message={`Not up to date. ${failure.message}`} onRetry={retry} />}
      {rows.length === 0 ? empty : children(rows)}
      {hasMore && (
        <ButtonRow>
          <Button refusal={isReadingMore ? 'They are being read.' : undefined} onClick={readMore}>
            {isReadingMore ? 'Reading …' : 'Show more'}
          </Button>
        </ButtonRow>
      )}
    </>
  )
}
