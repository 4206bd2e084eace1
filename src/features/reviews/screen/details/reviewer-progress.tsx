import { useState } from 'react'
import { useReviewerInfos } from '#queries/reviews/use-review.ts'
import { FailureLine } from '#ui/failure-line.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { isolated } from '#std/isolate.ts'
import styles from './reviewer-progress.module.css'

/** How far each reviewer is; read when somebody asks. */
export function ReviewerProgress({ certification_id }: { readonly certification_id: string }) {
  const [open, setOpen] = useState(false)
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Progress by reviewer</summary>
      {open && <Infos certification_id={certification_id} />}
    </details>
  )
}

function Infos({ certification_id }: { readonly certification_id: string }) {
  const { value, failure, retry } = useReviewerInfos(certification_id)
  if (!value && failure) return <FailureLine message={failure.message} onRetry={retry} />
  if (!value) return <p>Loading …</p>
  if (value.length === 0) return <p>No row has a reviewer.</p>
  return (
    <div className={styles.scroll}>
      <table className={styles.reviewers}>
        <thead>
          <tr>
            <th scope="col">Reviewer</th>
            {columns.map(({ label }) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {value.map(({ reviewer, row_stats }) => (
            <tr key={`${reviewer.user_type}/${reviewer.id}`}>
              <th scope="row" data-tip={isolated(reviewer.email) || undefined}>
                <Foreign text={reviewer.name || reviewer.email || reviewer.id} />
              </th>
              {columns.map(({ key }) => (
                <td key={key}>{Number(row_stats[key]).toLocaleString('en')}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const columns = [
  { key: 'total', label: 'Rows' },
  { key: 'no_decision', label: 'To decide' },
  { key: 'accepted', label: 'Accepted' },
  { key: 'rejected', label: 'Rejected' },
  { key: 'fixed', label: 'Fixed' },
  { key: 'signed_off', label: 'Signed off' },
] as const
