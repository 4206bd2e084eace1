import type { Leaving } from '#queries/reviews/standing.ts'
import { Confirmation } from '#ui/confirmation.tsx'
import { PeopleList } from './people/people-list.tsx'

type Props = {
  readonly leaving: readonly Leaving[]
  /** Whether nobody else is chosen. */
  readonly nobodyStays: boolean
  readonly onConfirm: () => void
  readonly onBack: () => void
}

/** Asks once more before people are left out who may not review. */
export function LeavingOut({ leaving, nobodyStays, onConfirm, onBack }: Props) {
  return (
    <Confirmation
      label="Left out"
      confirm={`Save without ${leaving.length === 1 ? 'this person' : 'these people'}`}
      onConfirm={onConfirm}
      onBack={onBack}
    >
      <p>Saving leaves out who may not review:</p>
      <PeopleList people={leaving.map(({ person }) => person)} leaving={leaving} />
      {nobodyStays && <p>Nobody else is chosen: the rows would have no reviewer.</p>}
    </Confirmation>
  )
}
