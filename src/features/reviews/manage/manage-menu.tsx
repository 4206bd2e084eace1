import type { CertificationAction } from '#contract/reviews/certification-rules.ts'
import { readerOf } from '#queries/reviews/rule-input.ts'
import { useReviewContext } from '#queries/reviews/use-review.ts'
import type { Session } from '#contract/session/session.ts'
import { isolated } from '#std/isolate.ts'
import { Hint } from '#ui/hint.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { Popover } from '#ui/popover.tsx'
import { isOwn, type ListedCertification } from '../parts/listed.ts'
import { CertificationActions } from './certification-actions.tsx'

type Props = {
  readonly listed: ListedCertification
  readonly session: Session | undefined
  readonly onManage: (managed: Managed) => void
}

/** A certification by its id, and what is about to be done to it as a whole. */
export type Managed = {
  readonly certification_id: string
  readonly action: CertificationAction
}

/** What those who run a certification can do to it as a whole, from the list of all. */
export function ManageMenu({ listed, session, onManage }: Props) {
  const { certification_id } = listed.certification
  return (
    <Popover
      label={`Manage ${isolated(listed.name)}`}
      name={`Manage ${isolated(listed.name)}`}
      trigger="Manage"
    >
      {(hide) => (
        <Actions
          listed={listed}
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

type ActionsProps = Omit<Props, 'onManage'> & { readonly onPick: (action: CertificationAction) => void }

function Actions({ listed, session, onPick }: ActionsProps) {
  const { certification, phase, overdue } = listed
  const context = useReviewContext(certification.certification_id)
  const viewer = readerOf(certification, session, context.value)
  // Until the server has said whose it is, what the list says of it holds.
  const own = context.value ? viewer.own : session !== undefined && isOwn(listed, session.actor.user)
  const { roles, settings } = viewer
  return (
    <>
      {context.failure && (
        <Hint isWrong>
          <Foreign text={context.failure.message} />
        </Hint>
      )}
      <CertificationActions
        look="menu"
        ruleInput={{ phase, overdue, roles, own, settings, counts: certification }}
        onPick={onPick}
      />
    </>
  )
}
