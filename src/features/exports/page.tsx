import { useState } from 'react'
import { Link } from 'react-router'
import type { OwnExport } from '#contract/own-exports.ts'
import type { ExportTarget } from '#queries/exports/export-request.ts'
import type { OwnExportList } from '#queries/exports/own-exports.ts'
import { useOwnExports } from '#queries/exports/use-own-exports.ts'
import type { Reading } from '#queries/reading.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorPanel } from '#ui/error-panel.tsx'
import { Hint } from '#ui/hint.tsx'
import { FailureLine } from '#ui/failure-line.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { ExportCard } from './export-card.tsx'
import { ExportDialog } from './export-dialog.tsx'
import { requestOfExport } from './request-of-export.ts'
import { StopDialog } from './stop-dialog.tsx'
import styles from './exports.module.css'

type Props = {
  /** The time zone of times (IANA name). */
  readonly zone: string
  /** The address of the page that checks a pack. */
  readonly verifyPath: string
  /** The address of the list that an export was made of. */
  readonly listOf: (target: ExportTarget) => string
  /** The filter of an export in the words of its list, a part each; none where only its text says it. */
  readonly wordsOf: (target: ExportTarget) => readonly string[]
}

/** All exports of the reader, each with how far it is, its files, and what can be done with it. */
export function ExportsPage({ zone, verifyPath, ...texts }: Props) {
  const exports = useOwnExports()
  const [stopping, setStopping] = useState<OwnExport>()
  const [again, setAgain] = useState<OwnExport>()
  return (
    <div className={styles.page}>
      <title>My exports · Countersign</title>
      <div className={styles.top}>
        <h1>My exports</h1>
        <Link to={verifyPath}>Verify a pack</Link>
      </div>
      <Hint>
        Files are kept for 24 hours, what was exported for 30 days. Nobody else sees yours but admins.
      </Hint>
      <Hint>
        To give it to somebody: send them the pack; they open {location.origin}
        {verifyPath} and drop it there.
      </Hint>
      <List reading={exports} zone={zone} {...texts} onStop={setStopping} onAgain={setAgain} />
      {stopping && <StopDialog stopped={stopping} onClose={() => setStopping(undefined)} />}
      {again && (
        <ExportDialog
          request={requestOfExport(again, texts.wordsOf)}
          zone={zone}
          onClose={() => setAgain(undefined)}
        />
      )}
    </div>
  )
}

type ListProps = Omit<Props, 'verifyPath'> & {
  readonly reading: Reading<OwnExportList>
  readonly onStop: (made: OwnExport) => void
  readonly onAgain: (made: OwnExport) => void
}

function List({ reading, ...rest }: ListProps) {
  const { value, failure, retry } = reading
  if (!value) {
    if (!failure) return <Skeleton label="Loading your exports" rows={6} />
    const isForbidden = failure.status === 403
    return (
      <ErrorPanel
        title={isForbidden ? 'Exports are not for your account' : 'Your exports could not be read'}
        message={failure.message}
        advice={isForbidden ? 'Ask an admin for a role that exports.' : failure.resolution}
        requestId={failure.request_id}
        onRetry={isForbidden ? undefined : retry}
      />
    )
  }
  if (value.exports.length === 0)
    return (
      <EmptyState title="No exports yet">
        Open the workflow actions or a review and press Export: what you make is listed here for 30 days.
      </EmptyState>
    )
  return (
    <>
      {failure && <FailureLine message={`Not up to date. ${failure.message}`} onRetry={retry} />}
      <ul className={styles.list} aria-label="My exports">
        {value.exports.map((made) => (
          <ExportCard key={made.id} made={made} {...rest} />
        ))}
      </ul>
      {value.more && <Hint>Only your newest {value.exports.length} exports are listed.</Hint>}
    </>
  )
}
