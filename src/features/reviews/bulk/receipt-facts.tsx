import type { Bulk } from '#contract/reviews/bulk.ts'
import { instantText } from '#ui/clock-text.ts'
import { useSinceLastTime } from '#queries/reviews/last-time.ts'
import { Fact, Facts } from '#ui/facts.tsx'
import { Foreign, ForeignList } from '#ui/foreign.tsx'
import { numberText } from '#ui/number-text.ts'
import { plainName } from '../parts/people/person-text.ts'
import { countIn } from './bulk-words.ts'
import { choiceWords } from './choice-words.ts'
import { WrittenFacts } from './written-facts.tsx'

/** Who asked for a bulk change, when, of which rows and why, and how its rows divide. */
export function ReceiptFacts({ bulk, zone }: { readonly bulk: Bulk; readonly zone: string }) {
  const { made_by, started_at, ended_at, total, to_change, others, also_decided, undoes } = bulk
  return (
    <Facts>
      <Fact name="By">
        <Foreign text={plainName(made_by)} />
      </Fact>
      {started_at && <Fact name="Started">{instantText(started_at, zone)}</Fact>}
      {ended_at && <Fact name="Ended">{instantText(ended_at, zone)}</Fact>}
      {undoes === null && (
        <Fact name="Rows chosen by">
          {bulk.choice['unchanged_access'] === true ? (
            <UnchangedSince bulk={bulk} zone={zone} />
          ) : (
            <ForeignList texts={choiceWords(bulk.choice, zone)} />
          )}
        </Fact>
      )}
      <WrittenFacts bulk={bulk} />
      <Fact name="Rows looked at">{numberText(total)}</Fact>
      <Fact name="Left out">{numberText(countIn(bulk.left_out))}</Fact>
      <Fact name="To be changed">
        {numberText(to_change)}
        {others > 0 && `, ${numberText(others)} of them of other reviewers`}
        {also_decided && ', also rows decided before'}
      </Fact>
    </Facts>
  )
}

/** The same of what is as it was accepted last time, with the name of that review for who may read the whole of it. */
function UnchangedSince({ bulk, zone }: { readonly bulk: Bulk; readonly zone: string }) {
  const { value: since } = useSinceLastTime(bulk.certification_id, 'receipt')
  return <ForeignList texts={choiceWords(bulk.choice, zone, since?.previous?.name || undefined)} />
}
