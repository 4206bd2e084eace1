import type { Leaving } from '#queries/reviews/standing.ts'
import { focusAtOnce } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import { FormFoot, FormParts } from '#ui/form.tsx'
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
    <FormParts label="Left out">
      <p>Saving leaves out who may not review:</p>
      <PeopleList people={leaving.map(({ person }) => person)} leaving={leaving} />
      {nobodyStays && <p>Nobody else is chosen: the rows would have no reviewer.</p>}
      <FormFoot>
        <Button look="primary" onClick={onConfirm}>
          Save without {leaving.length === 1 ? 'this person' : 'these people'}
        </Button>
        {/* The button that was pressed is gone; the focus goes to what changes nothing. */}
        <Button ref={focusAtOnce} onClick={onBack}>
          Back
        </Button>
      </FormFoot>
    </FormParts>
  )
}
