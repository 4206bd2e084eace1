import type { Result } from '#contract/reviews/result.ts'
import { lastTimeOf } from '#queries/reviews/use-row.ts'
import { Foreign } from '#ui/foreign.tsx'
import { Fact, Facts } from '#ui/facts.tsx'
import { Muted } from '#ui/muted.tsx'
import { changeText, lastDecisionText, monthText } from '../filters/last-time-words.ts'
import { personText } from '../parts/people/person-text.ts'
import { useReview, useReviewList } from '../state/review-provider.ts'

/** What was of this access in the review before: what has changed, and who said what. */
export function RowLastTime({ row }: { readonly row: Result }) {
  const { zone } = useReview()
  const compared = useReviewList().context?.last_time
  const facts = lastTimeOf(row)
  if (compared !== 'COMPARED' && compared !== 'NOT_COMPARED') return null
  if (compared === 'NOT_COMPARED' || facts?.access_change === 'NOT_COMPARED')
    return (
      <section>
        <h3>Last time</h3>
        <p>
          <Muted>Not compared: there is no review before this one to compare it with.</Muted>
        </p>
      </section>
    )
  if (!facts) return null
  const { last_reviewer: by, last_note: note } = facts
  const when = monthText(facts, zone)
  const decided = lastDecisionText(facts)
  return (
    <section>
      <h3>Last time</h3>
      <Facts>
        <Fact name="Access">
          <Foreign text={changeText(facts)} />
        </Fact>
        {decided !== '' && (
          <Fact name="Decision">
            <Foreign
              text={[decided, when && `in ${when}`, by && `by ${personText(by)}`].filter(Boolean).join(' ')}
            />
          </Fact>
        )}
        {note !== '' && (
          <Fact name="Note">
            “<Foreign text={note} />”
          </Fact>
        )}
      </Facts>
    </section>
  )
}
