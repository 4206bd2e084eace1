import { Foreign } from '#ui/foreign.tsx'
import { Muted } from '#ui/muted.tsx'
import type { ListProps } from './certification-table.tsx'
import { Due, NameLink, Phase, Progress, Reviewers } from './list-parts.tsx'
import { ManageMenu } from '../manage/manage-menu.tsx'
import { mayCreate } from './may-create.ts'
import styles from './certification-cards.module.css'

/** Certifications as cards, for a narrow window. */
export function CertificationCards({ shown, session, now, zone, onManage }: ListProps) {
  return (
    <ul aria-label={`Reviews; times in ${zone}`} className={styles.cards}>
      {shown.map((listed) => (
        <li key={listed.certification.certification_id} className={styles.card}>
          <h2>
            <NameLink listed={listed} />
          </h2>
          <Muted>
            <Foreign text={listed.workflowName} />
          </Muted>
          <div>
            <Phase listed={listed} />
          </div>
          <Progress listed={listed} className={styles.progress} />
          <Due listed={listed} now={now} zone={zone} />
          <Muted>
            Reviewers: <Reviewers listed={listed} />
          </Muted>
          {mayCreate(session) && <ManageMenu listed={listed} session={session} onManage={onManage} />}
        </li>
      ))}
    </ul>
  )
}
