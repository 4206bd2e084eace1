import type { Bulk } from '#contract/reviews/bulk.ts'
import { Fact } from '#ui/facts.tsx'
import { ForeignList } from '#ui/foreign.tsx'
import { Marked } from '#ui/marked.tsx'
import { noteOf, replacedIn, reviewersOf, shortened } from './change-words.ts'

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
  const replaced = replacedIn(bulk)
  const couldNote = undoes === null && typeof change['decision'] === 'string'
  return (
    <>
      {note !== '' && <Fact name="Note">{note === ' ' ? 'Cleared' : <WrittenText text={note} />}</Fact>}
      {saysNone && couldNote && note === '' && <Fact name="Note">None is written</Fact>}
      {reviewers && (
        <Fact name={replaced === undefined ? 'Reviewers' : 'New reviewers'}>
          {reviewers.length > 0 ? <ForeignList texts={reviewers.map(nameOf)} /> : 'Nobody'}
        </Fact>
      )}
      {replaced !== undefined && (
        <Fact name="In place of">
          <Marked text={replaced} />. Other reviewers of a row keep it.
        </Fact>
      )}
      {reason !== '' && (
        <Fact name={undoes === null ? 'Why rows of others' : 'Why it is undone'}>
          <WrittenText text={reason} />
        </Fact>
      )}
    </>
  )
}

type Reviewer = NonNullable<ReturnType<typeof reviewersOf>>[number]

function nameOf({ id, email, name }: Reviewer): string {
  return name || email || id || ''
}

/** So much of a text is shown at once. */
const shown = 300

/** What somebody has written; the whole of a long text once it is opened. */
function WrittenText({ text }: { readonly text: string }) {
  const beginning = shortened(text, shown)
  if (beginning === text) return <Marked text={text} />
  return (
    <details>
      <summary>
        <Marked text={beginning} />
      </summary>
      <Marked text={text} />
    </details>
  )
}
