import { Fragment } from 'react'
import type { Result } from '#contract/reviews/result.ts'
import type { RowState } from '#decisions/row-states.ts'
import { Badge } from '#ui/badge.tsx'
import { decisionLook } from '../parts/decision-presentation.ts'
import { KeptRejection } from './kept-rejection.tsx'
import styles from './row-standing.module.css'
import { useReview } from '../state/review-provider.ts'
import { personKey, plainName } from '../parts/people/person-text.ts'
import { rowStateText } from './row-state-text.ts'
import { minuteText } from '#ui/clock-text.ts'
import { Fact, Facts } from '#ui/facts.tsx'
import { Marked } from '#ui/marked.tsx'
import { Muted } from '#ui/muted.tsx'

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
        {state && <Muted isSmall>{rowStateText(state, zone)}</Muted>}
        {changedBy !== undefined && (
          <Muted isSmall>
            Changed by <Marked text={changedBy} /> since you read the list
          </Muted>
        )}
      </p>
      <Facts>
        <Fact name="Note">
          {row.notes ? <Marked text={row.notes} /> : <Muted>None</Muted>}
          <KeptRejection row={row} />
        </Fact>
        <Fact name="Reviewers">
          {row.reviewers.length > 0 ? <People people={row.reviewers} /> : <Muted>Nobody is assigned</Muted>}
        </Fact>
        <Fact name="Sign-off">
          {row.signed_off_state === 'SIGNED_OFF' ? <Signed row={row} /> : <Muted>Not signed off</Muted>}
        </Fact>
        {updated_at && (
          <Fact name="Last change">
            {minuteText(updated_at, zone)}
            {updated_by && (
              <>
                {' by '}
                <Marked text={plainName(updated_by)} />
              </>
            )}
          </Fact>
        )}
      </Facts>
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
