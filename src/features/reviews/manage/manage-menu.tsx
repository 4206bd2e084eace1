import {
  type CertificationAction,
  certificationActions,
  mayRun,
} from '#contract/reviews/certification-rules.ts'
import { Foreign } from '#ui/foreign.tsx'
import { isolated } from '#std/isolate.ts'
import { roles } from '#contract/permissions.ts'
import type { Session } from '#contract/session/session.ts'
import { reviewSettingsOf } from '#queries/reviews/rule-input.ts'
import { useReviewContext } from '#queries/reviews/use-review.ts'
import { Button } from '#ui/button.tsx'
import { Popover } from '#ui/popover.tsx'
import { isOwn, type Listed } from '../parts/listed.ts'
import type { Managed } from './manage-dialog.tsx'
import styles from '../reviews.module.css'

type Props = {
  readonly one: Listed
  readonly session: Session | undefined
  readonly onManage: (managed: Managed) => void
}

/** What those who run a certification can do to it as a whole. */
export function ManageMenu({ one, session, onManage }: Props) {
  const { certification_id } = one.certification
  return (
    <Popover label={`Manage ${isolated(one.name)}`} name={`Manage ${isolated(one.name)}`} trigger="Manage">
      {(hide) => (
        <Actions
          one={one}
          session={session}
          onPick={(action) => {
            hide()
            onManage({ certification_id, action })
          }}
        />
      )}
    </Popover>
  )
}

const labels: Readonly<Record<CertificationAction, string>> = {
  edit: 'Edit …',
  publish: 'Publish …',
  complete: 'Complete …',
  delete: 'Delete …',
}

type ActionsProps = Omit<Props, 'onManage'> & { readonly onPick: (action: CertificationAction) => void }

function Actions({ one, session, onPick }: ActionsProps) {
  const context = useReviewContext(one.certification.certification_id)
  const held = session?.actor.roles ?? []
  const ruleInput = {
    phase: one.phase,
    overdue: one.overdue,
    roles: roles.filter((role) => held.includes(role)),
    own: context.value?.own ?? (session !== undefined && isOwn(one, session.actor.user)),
    counts: one.certification,
    settings: reviewSettingsOf(context.value),
  }
  return (
    <div className={styles.actions}>
      {context.failure && (
        <p className={styles.problem}>
          <Foreign text={context.failure.message} />
        </p>
      )}
      {certificationActions.map((action) => {
        const verdict = mayRun(action, ruleInput)
        return (
          <div key={action}>
            <Button
              aria-disabled={verdict !== undefined}
              aria-describedby={verdict && `why-${action}`}
              onClick={() => !verdict && onPick(action)}
            >
              {labels[action]}
            </Button>
            {verdict && (
              <p id={`why-${action}`} className={styles.more}>
                <Foreign text={verdict.message} />
              </p>
            )}
          </div>
        )
      })}
    </div>
  )
}
