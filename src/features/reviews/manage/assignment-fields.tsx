import type { Draft } from './draft.ts'
import type { FieldErrors } from './field-errors.ts'
import { Hint } from '#ui/hint.tsx'
import { PeopleField } from '../parts/people/people-field.tsx'
import { Choices } from './choices.tsx'

type Props = {
  readonly draft: Draft
  readonly onChange: (change: Partial<Draft>) => void
  readonly errors: FieldErrors
}

/** Who reviews which rows. */
export function AssignmentFields({ draft, onChange, errors }: Props) {
  const wrong = errors.at.get('reviewer_assignment')
  return (
    <>
      <Choices legend="Who reviews a row">
        <label>
          <input
            type="checkbox"
            checked={draft.users_manager}
            onChange={({ target }) => onChange({ users_manager: target.checked })}
          />
          The manager of the person whose access it is
        </label>
        <label>
          <input
            type="checkbox"
            checked={draft.resource_managers}
            onChange={({ target }) => onChange({ resource_managers: target.checked })}
          />
          The owner of the resource
        </label>
        {wrong && <Hint isWrong>{wrong}</Hint>}
      </Choices>
      <PeopleField
        label="Reviewers of every row"
        hint="In addition to managers and owners."
        error={errors.at.get('reviewer_assignment.reviewers')}
        people={draft.reviewers}
        onChange={(reviewers) => onChange({ reviewers })}
      />
      <PeopleField
        label="Reviewers of rows that nobody else reviews"
        hint="Where a manager or an owner is not known, or may not review."
        error={errors.at.get('reviewer_assignment.fallback_reviewers')}
        people={draft.fallback_reviewers}
        onChange={(fallback_reviewers) => onChange({ fallback_reviewers })}
      />
    </>
  )
}
