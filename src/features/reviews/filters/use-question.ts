import { useLocation, useNavigate } from 'react-router'
import { withoutUnreadable } from '#table/address/address-params.ts'
import { codec } from './codec.ts'
import type { Question } from './question.ts'
import type { QuestionChange } from './read-question.ts'

export type QuestionState = Question & {
  readonly change: (next: QuestionChange) => void
  /** Takes every filter away; the order stays. */
  readonly clear: () => void
  /** Takes out of the address what cannot be read, so that the list of the rest is shown. */
  readonly dropUnreadable: () => void
}

/** What the address asks for; it lives there and nowhere else. Every change is a step that Back undoes. */
export function useQuestion(question: Question): QuestionState {
  const { search } = useLocation()
  const navigate = useNavigate()
  const go = (next: string) => void navigate({ search: next })
  const change = (next: QuestionChange) =>
    void codec().then(({ changeQuestion }) => go(changeQuestion(search, next)))
  return {
    ...question,
    change,
    clear: () => change({ clauses: { filter: {}, mutable_filter: {} } }),
    dropUnreadable: () => go(withoutUnreadable(search, question.unreadable)),
  }
}
