import { useLocation, useNavigate } from 'react-router'
import { type ListQuestion, readListQuestion, writeListQuestion } from './list-question.ts'

export type ListQuestionState = ReturnType<typeof readListQuestion> & {
  /** Asks for something else: a step that Back undoes, unless it only goes on with a text that is being typed. */
  readonly change: (next: Partial<ListQuestion>, typing?: boolean) => void
}

/** What the address asks of the list; it lives there and nowhere else. */
export function useListQuestion(): ListQuestionState {
  const question = readListQuestion(new URLSearchParams(useLocation().search))
  const navigate = useNavigate()
  // Drawn at once: a box that is ticked must not show itself unticked until the rest of the page has been drawn.
  const change = (next: Partial<ListQuestion>, typing = false) =>
    void navigate(
      { search: writeListQuestion({ ...question, ...next }).toString() },
      { replace: typing, flushSync: true },
    )
  return { ...question, change }
}
