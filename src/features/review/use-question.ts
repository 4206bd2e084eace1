import { useLocation, useNavigate } from 'react-router'
import { codec } from './codec.ts'
import type { Question } from './question.ts'
import type { QuestionChange } from './read-question.ts'

export type QuestionState = Question & {
  readonly change: (next: QuestionChange) => void
  /** Takes every filter away; the order stays. */
  readonly clear: () => void
  /** Takes out of the address what could not be read. */
  readonly forget: () => void
}

/** What the address asks for; it lives there and nowhere else. Every change is a step that Back undoes. */
export function useQuestion(question: Question): QuestionState {
  const { search } = useLocation()
  const navigate = useNavigate()
  const go = (params: URLSearchParams) => void navigate({ search: params.toString() })
  const params = () => new URLSearchParams(search)
  const change = (next: QuestionChange) =>
    void codec().then(({ changeQuestion }) => go(changeQuestion(params(), next)))
  return {
    ...question,
    change,
    clear: () => change({ clauses: { filter: {}, mutable_filter: {} } }),
    forget: () => void codec().then(({ readableOnly }) => go(readableOnly(params()))),
  }
}
