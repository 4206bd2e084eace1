import { VisuallyHidden } from '#ui/visually-hidden.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { excerpt } from './excerpt.ts'
import type { FilterProblem } from '../clauses/filter-text.ts'
import styles from './query-box.module.css'

type QueryProblemProps = {
  readonly id: string
  readonly text: string
  readonly problem: FilterProblem
}

/** An error in a filter: the text with the place marked, and the message. */
export function QueryProblem({ id, text, problem: { start, end, message } }: QueryProblemProps) {
  const { before, marked, after } = excerpt(text, start, end)
  return (
    <div id={id} className={styles.problem}>
      <code className={styles.excerpt} aria-hidden="true">
        <Foreign text={before} />
        <mark className={styles.mark}>
          <Foreign text={marked} />
        </mark>
        <Foreign text={after} />
      </code>
      <p>
        <Foreign text={message} />
        <VisuallyHidden> At character {start + 1}.</VisuallyHidden>
      </p>
    </div>
  )
}
