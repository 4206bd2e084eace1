import { Fragment, type ReactNode } from 'react'
import type { Result } from '#contract/reviews/result.ts'
import type { RowState } from '#decisions/row-states.ts'
import { Badge } from '#ui/badge.tsx'
import { decisionLook } from '../parts/decision-presentation.ts'
import styles from './drawer.module.css'
import { KeptRejection } from './kept-rejection.tsx'
import { useReview } from '../state/review-context.ts'
import { personKey, plainName } from '../parts/person-text.ts'
import { rowStateText } from './row-state-text.ts'
import { minuteText } from '#ui/clock-text.ts'
import { Marked } from '#ui/marked.tsx'

type Props = {
  readonly row: Result
  readonly state: RowState | undefined
  readonly changedBy: string | undefined
}

/** How a row stands: its decision, note, reviewers and sign-off, and how far a change made here has come. */
export function RowStanding({ row, state, changedBy }: Props) {
  const { zone } = useReview()
  const look = decisionLook(row.decision)
  const { updated_at, updated_by } = row
  return (
    <>
      <p className={styles.line}>
        <Badge icon={look.icon} tone={look.tone} tip={look.meaning}>
          {look.label}
        </Badge>
        {state && <span className={styles.small}>{rowStateText(state, zone)}</span>}
        {changedBy !== undefined && (
          <span className={styles.small}>
            Changed by <Marked text={changedBy} /> since you read the list
          </span>
        )}
      </p>
      <dl className={styles.list}>
        <Entry term="Note">
          {row.notes ? <Marked text={row.notes} /> : <None>None</None>}
          <KeptRejection row={row} />
        </Entry>
        <Entry term="Reviewers">
          {row.reviewers.length > 0 ? <People people={row.reviewers} /> : <None>Nobody is assigned</None>}
        </Entry>
        <Entry term="Sign-off">
          {row.signed_off_state === 'SIGNED_OFF' ? <Signed row={row} /> : <None>Not signed off</None>}
        </Entry>
        {updated_at && (
          <Entry term="Last change">
            {minuteText(updated_at, zone)}
            {updated_by && (
              <>
                {' by '}
                <Marked text={plainName(updated_by)} />
              </>
            )}
          </Entry>
        )}
      </dl>
    </>
  )
}

function Signed({ row }: Pick<Props, 'row'>) {
  const { zone } = useReview()
  const { signed_off_by, signed_off_at } = row
  return (
    <>
      Signed off
      {signed_off_by && (
        <>
          {' by '}
          <Marked text={plainName(signed_off_by)} />
        </>
      )}
      {signed_off_at && `, ${minuteText(signed_off_at, zone)}`}
    </>
  )
}

function People({ people }: { readonly people: Result['reviewers'] }) {
  return people.map((person, place) => (
    <Fragment key={personKey(person)}>
      {place > 0 && ', '}
      <Marked text={plainName(person)} />
      {person.name && person.email && (
        <>
          {' ('}
          <Marked text={person.email} />)
        </>
      )}
    </Fragment>
  ))
}

function Entry({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <div className={styles.entry}>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function None({ children }: { readonly children: string }) {
  return <span className={styles.muted}>{children}</span>
}
