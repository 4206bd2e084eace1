import type { Session } from '#contract/session.ts'
import type { Workflow } from '#contract/workflow.ts'
import type { CertificationList } from '#queries/certifications.ts'
import type { Reading } from '#queries/use-action-event.ts'
import { Tooltips } from '#ui/tooltip.tsx'
import { narrow, useMediaQuery } from '#ui/use-media-query.ts'
import { CertificationCards } from './certification-cards.tsx'
import { CertificationTable } from './certification-table.tsx'
import type { Listed } from './listing.ts'
import { mayCreate } from './may-create.ts'
import { NewButton } from './new-button.tsx'
import { NoCertifications } from './no-certifications.tsx'
import styles from './reviews.module.css'
import { StatusLine } from './status-line.tsx'
import { Toolbar } from './toolbar.tsx'
import type { ListQuestionState } from './use-list-question.ts'
import { Workflows } from './workflows.tsx'

export type ViewProps = {
  readonly question: ListQuestionState
  /** All certifications, and those of them that the address asks for. */
  readonly listed: readonly Listed[]
  readonly shown: readonly Listed[]
  readonly certifications: Reading<CertificationList> & { readonly asOf: number }
  readonly workflows: Reading<readonly Workflow[]>
  readonly session: Session | undefined
  readonly now: number
  readonly zone: string
}

/** The list of workflows and certifications, drawn. */
export function ReviewsView(props: ViewProps) {
  const { question, listed, shown, certifications, workflows, session, now, zone } = props
  const List = useMediaQuery(narrow) ? CertificationCards : CertificationTable
  const creating = mayCreate(session)
  return (
    <div className={styles.page}>
      <Tooltips />
      <div className={styles.top}>
        <h1>Reviews</h1>
        {creating && <NewButton workflows={workflows.value ?? []} zone={zone} look="primary" />}
      </div>
      <Toolbar question={question} listed={listed} />
      <StatusLine
        question={question}
        listed={listed}
        shown={shown}
        certifications={certifications}
        zone={zone}
      />
      {shown.length > 0 ? (
        <List shown={shown} question={question} session={session} now={now} zone={zone} />
      ) : (
        <NoCertifications
          certifications={certifications}
          filtered={listed.length > 0}
          creating={creating}
          onClear={() => question.change({ text: '', phases: [] })}
        />
      )}
      <Workflows workflows={workflows} listed={listed} zone={zone} />
    </div>
  )
}
