import { useLocation, useNavigate } from 'react-router'
import { withoutUnreadable } from '#table/address/address-params.ts'
import { changeListQuestion, type ListQuestion, readListQuestion } from './list-question.ts'

export type ListQuestionState = ReturnType<typeof readListQuestion> & {
  /** Asks for something else: a step that Back undoes, unless it only goes on with a text that is being typed. */
  readonly change: (next: Partial<ListQuestion>, typing?: boolean) => void
  /** Takes out of the address what cannot be read, so that the list of the rest is shown. */
  readonly dropUnreadable: () => void
}

/** What the address asks of the list; it lives there and nowhere else. */
export function useListQuestion(): ListQuestionState {
  const { search } = useLocation()
  const question = readListQuestion(search)
  const navigate = useNavigate()
  // Drawn at once: a box that is ticked must not show itself unticked until the rest of the page has been drawn.
  const change = (next: Partial<ListQuestion>, typing = false) =>
    void navigate({ search: changeListQuestion(search, next) }, { replace: typing, flushSync: true })
  return {
    ...question,
    change,
    dropUnreadable: () => void navigate({ search: withoutUnreadable(search, question.unreadable) }),
  }
}
