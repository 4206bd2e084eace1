import { type RefObject, useEffect, useRef, useState } from 'react'
import type { Session } from '#contract/session/session.ts'
import type { Workflow } from '#contract/reviews/workflow.ts'
import type { CertificationList } from '#queries/reviews/certifications.ts'
import type { Reading } from '#queries/reading.ts'
import { UnreadableNotice } from '#table/address/unreadable-notice.tsx'
import { Tooltips } from '#ui/tooltip.tsx'
import { useMediaQuery } from '#ui/use-media-query.ts'
import { CertificationCards } from './certification-cards.tsx'
import { CertificationTable } from './certification-table.tsx'
import type { ListedCertification } from '../parts/listed.ts'
import { CertificationDialog } from '../manage/certification-dialog.tsx'
import type { Managed } from '../manage/manage-menu.tsx'
import { mayCreate } from './may-create.ts'
import { NewButton } from './new-button.tsx'
import { NoCertifications } from './no-certifications.tsx'
import styles from './view.module.css'
import { StatusLine } from './status-line.tsx'
import { Toolbar } from './toolbar.tsx'
import type { CertificationsQueryState } from './use-certifications-query.ts'
import { Workflows } from './workflows.tsx'

export type ViewProps = {
  readonly query: CertificationsQueryState
  /** All certifications, and those of them that the address asks for. */
  readonly all: readonly ListedCertification[]
  readonly shown: readonly ListedCertification[]
  readonly certifications: Reading<CertificationList> & { readonly asOf: number }
  readonly workflows: Reading<readonly Workflow[]>
  readonly session: Session | undefined
  readonly now: number
  readonly zone: string
}

/** Below this width the columns of the table would break names into pieces. */
const roomForCards = '(max-width: 960px)'

/** The list of workflows and certifications, drawn. */
export function ReviewsView(props: ViewProps) {
  const { query, all, certifications, workflows, session, zone } = props
  const { unreadable, dropUnreadable } = query
  const readable = unreadable.length === 0
  const heading = useRef<HTMLHeadingElement>(null)
  return (
    <div className={styles.page}>
      <Tooltips />
      <div className={styles.top}>
        <h1 ref={heading} tabIndex={-1}>
          Reviews
        </h1>
        {readable && mayCreate(session) && <NewButton workflows={workflows.value} zone={zone} />}
      </div>
      <Toolbar query={query} all={certifications.value && all} />
      {readable ? (
        <Lists {...props} heading={heading} />
      ) : (
        <UnreadableNotice unreadable={unreadable} onDrop={dropUnreadable} />
      )}
    </div>
  )
}

type ListsProps = ViewProps & { readonly heading: RefObject<HTMLHeadingElement | null> }

function Lists({ query, all, shown, certifications, workflows, session, now, zone, heading }: ListsProps) {
  const List = useMediaQuery(roomForCards) ? CertificationCards : CertificationTable
  const [managed, setManaged] = useState<Managed>()
  const [left, setLeft] = useState<string>()
  useFocusOnceGone(left, shown, heading)
  const listed = all.find(({ certification }) => certification.certification_id === managed?.certification_id)
  return (
    <>
      <StatusLine all={all} shown={shown} phases={query.phases} certifications={certifications} zone={zone} />
      {shown.length > 0 ? (
        <List shown={shown} query={query} session={session} now={now} zone={zone} onManage={setManaged} />
      ) : (
        <NoCertifications
          certifications={certifications}
          filtered={all.length > 0 && (query.text !== '' || query.phases.length > 0)}
          creating={mayCreate(session)}
          onClear={() => query.change({ text: '', phases: [] })}
        />
      )}
      <Workflows
        workflows={workflows}
        session={session}
        shownFailure={certifications.value ? undefined : certifications.failure}
        reviews={certifications.value && all}
        zone={zone}
      />
      {/* It stays when the list is drawn in another shape. */}
      {managed && listed && (
        <CertificationDialog
          action={managed.action}
          listed={listed}
          zone={zone}
          onClose={() => {
            setManaged(undefined)
            setLeft(managed.certification_id)
          }}
        />
      )}
    </>
  )
}

/** When the review whose dialog was closed last goes from the list, with the button that had the focus, `target` takes it. */
function useFocusOnceGone(
  certification_id: string | undefined,
  shown: readonly ListedCertification[],
  target: RefObject<HTMLElement | null>,
): void {
  const isGone =
    certification_id !== undefined &&
    !shown.some(({ certification }) => certification.certification_id === certification_id)
  useEffect(() => {
    if (isGone && document.activeElement === document.body) target.current?.focus()
  }, [isGone, target])
}
