import type { ReactNode } from 'react'
import { type AssignmentCount, type doubtsOf, reasonsText } from '#contract/reviews/assignment.ts'

type Props = {
  readonly doubts: ReturnType<typeof doubtsOf>
  readonly reasons: AssignmentCount['reasons']
  /** The button that confirms them, where it stands with them: a second press on the first button meets no other. */
  readonly children?: ReactNode
}

/**
 * What a publication leaves open: that is what pressing the button confirms. When it comes, it is scrolled into view and
 * takes the focus, so that nobody confirms what they have not seen.
 */
export function Doubts({ doubts, reasons, children }: Props) {
  if (doubts.length === 0) return null
  return (
    <section aria-label="To confirm">
      <h3 tabIndex={-1} ref={showAtOnce}>
        Before you publish:
      </h3>
      <ul>
        {doubts.map(({ doubt, sentence }) => (
          <li key={doubt}>{sentence}</li>
        ))}
        {reasons.map((group) => (
          <li key={group.reasons.join(' ')}>
            {group.rows.toLocaleString('en')} {group.rows === 1 ? 'row' : 'rows'} because{' '}
            {reasonsText(group.reasons)}
          </li>
        ))}
      </ul>
      {children}
    </section>
  )
}

function showAtOnce(heading: HTMLElement | null): void {
  heading?.focus()
  heading?.closest('section')?.scrollIntoView({ block: 'center' })
}
