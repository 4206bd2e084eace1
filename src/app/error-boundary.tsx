import { useRevalidator, useRouteError } from 'react-router'
import { ErrorPanel } from '#ui/error-panel.tsx'
import { CodeNotLoaded } from '#ui/lazy-module.ts'
import { PartFailure } from '#ui/part-failure.tsx'
import { ReloadButton } from '#ui/reload-button.tsx'

/** What stands where a screen would be when it breaks, or when what reads its address cannot be fetched. */
export function ErrorBoundary() {
  const error = useRouteError()
  const { revalidate } = useRevalidator()
  return (
    <>
      <title>Error · Countersign</title>
      {error instanceof CodeNotLoaded ? (
        <PartFailure why={error.why} onRetry={revalidate} />
      ) : (
        <ErrorPanel
          title="This screen stopped working"
          message={error instanceof Error ? error.message : 'Something unexpected happened in the page.'}
          onRetry={() => void revalidate()}
          actions={<ReloadButton />}
        />
      )}
    </>
  )
}
