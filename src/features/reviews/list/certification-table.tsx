import type { Session } from '#contract/session/session.ts'
import { Icon } from '#ui/icon.tsx'
import { VisuallyHidden } from '#ui/visually-hidden.tsx'
import { Due, NameLink, Phase, Progress, Reviewers } from './list-parts.tsx'
import type { SortField } from './certifications-query.ts'
import type { ListedCertification } from '../parts/listed.ts'
import { type Managed, ManageMenu } from '../manage/manage-menu.tsx'
import { mayCreate } from './may-create.ts'
import { minuteText } from '#ui/clock-text.ts'
import { Foreign } from '#ui/foreign.tsx'
import styles from './certification-table.module.css'
import type { CertificationsQueryState } from './use-certifications-query.ts'

export type ListProps = {
  readonly shown: readonly ListedCertification[]
  readonly query: CertificationsQueryState
  readonly session: Session | undefined
  readonly now: number
  readonly zone: string
  /** Opens the dialog of what is to be done to a certification. */
  readonly onManage: (managed: Managed) => void
}

/** Certifications in rows. */
export function CertificationTable({ shown, query, session, now, zone, onManage }: ListProps) {
  const managing = mayCreate(session)
  return (
    <div className={styles.scroller}>
      <table className={styles.table}>
        <caption className={styles.caption}>Reviews; times in {zone}</caption>
        <thead>
          <tr>
            <SortHead field="name" label="Name" query={query} />
            <th scope="col">Workflow</th>
            <th scope="col">Phase</th>
            <SortHead field="progress" label="Progress" query={query} />
            <SortHead field="due" label="Due" query={query} />
            <th scope="col" className={styles.number}>
              Reviewers
            </th>
            <SortHead field="created" label="Created" query={query} />
            {managing && (
              <th scope="col">
                <VisuallyHidden>Manage</VisuallyHidden>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {shown.map((listed) => (
            <tr key={listed.certification.certification_id}>
              <th scope="row">
                <NameLink listed={listed} />
              </th>
              <td>
                <Foreign text={listed.workflowName} />
              </td>
              <td>
                <Phase listed={listed} />
              </td>
              <td>
                <Progress listed={listed} />
              </td>
              <td>
                <Due listed={listed} now={now} zone={zone} />
              </td>
              <td className={styles.number}>
                <Reviewers listed={listed} />
              </td>
              <td className={styles.moment}>
                {listed.certification.created_at && minuteText(listed.certification.created_at, zone)}
              </td>
              {managing && (
                <td>
                  <ManageMenu listed={listed} session={session} onManage={onManage} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

type HeadProps = {
  readonly field: SortField
  readonly label: string
  readonly query: CertificationsQueryState
}

function SortHead({ field, label, query: { sort, change } }: HeadProps) {
  const chosen = sort.field === field
  const direction = sort.descending ? 'descending' : 'ascending'
  return (
    <th scope="col" aria-sort={chosen ? direction : 'none'}>
      <button
        type="button"
        className={styles.sort}
        onClick={() => change({ sort: { field, descending: chosen && !sort.descending } })}
      >
        {label}
        <Icon name={chosen ? (sort.descending ? 'sort-down' : 'sort-up') : 'sort-both'} />
      </button>
    </th>
  )
}
