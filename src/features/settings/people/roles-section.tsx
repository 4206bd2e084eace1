import { useState } from 'react'
import { type Role, roles as allRoles } from '#contract/permissions.ts'
import type { DirectoryPerson } from '#contract/session/people-calls.ts'
import { useSetRoles } from '#queries/directory/change-people.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { Hint } from '#ui/hint.tsx'
import { StepProblem, stepRefusal, useWait } from '#ui/step-problem.tsx'
import { Ask } from '../parts/ask.tsx'
import { SettingsSection } from '../parts/section.tsx'
import { nameOf } from './people-words.ts'
import { RoleChoice } from './role-choice.tsx'

type Props = { readonly person: DirectoryPerson; readonly isOwn: boolean }

/** The roles of a person, to be set; read-only where the provider says which they are. */
export function RolesSection({ person, isOwn }: Props) {
  const held = allRoles.filter((role) => person.roles.includes(role))
  const [chosen, setChosen] = useState<readonly Role[]>(held)
  const [isAsking, setAsking] = useState(false)
  const change = useSetRoles(person, () => setAsking(false))
  const wait = useWait(change.failure)
  if (person.roles_from_claims)
    return (
      <SettingsSection title="Roles">
        <p>
          {person.roles.join(', ') || 'none'}. The identity provider says so at each sign-in; change the
          groups of this person there.
        </p>
      </SettingsSection>
    )
  const refusal =
    chosen.join() === held.join() ? 'Nothing is changed yet.' : stepRefusal(change.isUnderWay, wait)
  const input = { roles: chosen, seen: held, own: isOwn }
  return (
    <SettingsSection title="Roles">
      <RoleChoice chosen={chosen} onChoose={setChosen} hasHeading />
      {change.failure && !isAsking && (
        <StepProblem title="Not changed." failure={change.failure} wait={wait} />
      )}
      <ButtonRow>
        <Button
          refusal={refusal}
          onClick={() => {
            if (isOwn) setAsking(true)
            else change.start(input)
          }}
        >
          {isOwn ? 'Set your own roles …' : 'Set the roles'}
        </Button>
      </ButtonRow>
      <Hint>New roles count from the next request on. Their sessions end, so that they sign in again.</Hint>
      {isAsking && (
        <Ask
          title="Change your own roles?"
          confirm={`Yes, from now on I am ${chosen.join(', ') || 'without a role'}`}
          attempt={change}
          input={input}
          onBack={() => setAsking(false)}
        >
          <p>
            This is your own account, {nameOf(person)}.{' '}
            {held.includes('admin') && !chosen.includes('admin')
              ? 'You would be no admin any more, and could not take that back: another admin would have to.'
              : 'It takes effect at once.'}
          </p>
        </Ask>
      )}
    </SettingsSection>
  )
}
