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
      {shown.map((one) => (
        <li key={one.certification.certification_id} className={styles.card}>
          <h2>
            <NameLink one={one} />
          </h2>
          <Muted>
            <Foreign text={one.workflowName} />
          </Muted>
          <div>
            <Phase one={one} />
          </div>
          <Progress one={one} className={styles.progress} />
          <Due one={one} now={now} zone={zone} />
          <Muted>
            Reviewers: <Reviewers one={one} />
          </Muted>
          {mayCreate(session) && <ManageMenu one={one} session={session} onManage={onManage} />}
        </li>
      ))}
    </ul>
  )
}
