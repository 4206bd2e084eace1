import type { Bulk } from '#contract/reviews/bulk.ts'
import { Fact } from '#ui/facts.tsx'
import { Foreign, ForeignList } from '#ui/foreign.tsx'
import { noteOf, reviewersOf } from './change-words.ts'

type Props = {
  readonly bulk: Bulk
  /** Whether it is said too that no note is written, where one could be. */
  readonly saysNone?: boolean
}

/** What a bulk change writes into its rows besides a decision: the note, the people, why rows of others are changed. */
export function WrittenFacts({ bulk, saysNone = false }: Props) {
  const { reason, undoes, change } = bulk
  const note = noteOf(bulk)
  const reviewers = reviewersOf(bulk)
  const couldNote = undoes === null && typeof change['decision'] === 'string'
  return (
    <>
      {note !== '' && <Fact name="Note">{note === ' ' ? 'Cleared' : <Foreign text={note} />}</Fact>}
      {saysNone && couldNote && note === '' && <Fact name="Note">None is written</Fact>}
      {reviewers && (
        <Fact name="Reviewers">
          {reviewers.length > 0 ? (
            <ForeignList texts={reviewers.map(({ id, email, name }) => name || email || id || '')} />
          ) : (
            'Nobody'
          )}
        </Fact>
      )}
      {reason !== '' && (
        <Fact name={undoes === null ? 'Why rows of others' : 'Why it is undone'}>
          <Foreign text={reason} />
        </Fact>
      )}
    </>
  )
}
