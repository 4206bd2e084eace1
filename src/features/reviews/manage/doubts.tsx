import { type AssignmentCount, type doubtsOf, reasonsText } from '#contract/reviews/assignment.ts'

type Props = {
  readonly doubts: ReturnType<typeof doubtsOf>
  readonly reasons: AssignmentCount['reasons']
}

/** What a publication leaves open: that is what pressing the button confirms. */
export function Doubts({ doubts, reasons }: Props) {
  if (doubts.length === 0) return null
  return (
    <section aria-label="To confirm">
      <p>Before you publish:</p>
      <ul>
        {doubts.map(({ doubt, sentence }) => (
          <li key={doubt}>{sentence}</li>
        ))}
        {reasons.map((one) => (
          <li key={one.reasons.join(' ')}>
            {one.rows.toLocaleString('en')} because {reasonsText(one.reasons)}
          </li>
        ))}
      </ul>
    </section>
  )
}
