import type { Leaving } from '#queries/reviews/standing.ts'
import { personText } from '../parts/person-text.ts'

type Props = {
  readonly leaving: readonly Leaving[]
  /** Whether nobody else is chosen. */
  readonly nobodyStays: boolean
}

/** Says who is left out because they may not review. */
export function LeavingOut({ leaving, nobodyStays }: Props) {
  return (
    <section aria-label="Left out">
      <p>Saving leaves out who may not review:</p>
      <ul>
        {leaving.map(({ person, why }) => (
          <li key={`${person.user_type} ${person.id}`}>
            {personText(person)} {why}
          </li>
        ))}
      </ul>
      {nobodyStays && <p>Nobody else is chosen: the rows would have no reviewer.</p>}
    </section>
  )
}
