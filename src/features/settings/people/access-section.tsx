import { useState } from 'react'
import type { DirectoryPerson } from '#contract/session/people-calls.ts'
import { type Ended, useChangePerson, useDeactivate } from '#queries/directory/change-people.ts'
import { counted } from '#std/counted.ts'
import { focusAtOnce } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { Hint } from '#ui/hint.tsx'
import { StepProblem, stepRefusal, useWait } from '#ui/step-problem.tsx'
import { Ask } from '../parts/ask.tsx'
import { SettingsSection } from '../parts/section.tsx'
import { nameOf } from './people-words.ts'

type Props = { readonly person: DirectoryPerson; readonly isOwn: boolean }

/** Ends the access of a person, or gives it back. */
export function AccessSection({ person, isOwn }: Props) {
  const [isAsking, setAsking] = useState(false)
  const [ended, setEnded] = useState<Ended>()
  const deactivate = useDeactivate(person, (lost) => {
    setAsking(false)
    setEnded(lost)
  })
  const activate = useChangePerson(person, 'activatePerson', () => setEnded(undefined))
  const wait = useWait(activate.failure)
  const name = nameOf(person)
  return (
    <SettingsSection title="Access">
      {person.deactivated_at === null ? (
        <>
          <p>Deactivating ends sessions, keys and exports at once. What they have decided stays.</p>
          <ButtonRow>
            <Button onClick={() => setAsking(true)}>
              {isOwn ? 'Deactivate yourself …' : 'Deactivate …'}
            </Button>
          </ButtonRow>
        </>
      ) : (
        <>
          <p>
            They have no access. Activated, they sign in as before; keys and exports that ended stay ended.
          </p>
          {activate.failure && <StepProblem title="Not activated." failure={activate.failure} wait={wait} />}
          <ButtonRow>
            <Button refusal={stepRefusal(activate.isUnderWay, wait)} onClick={() => activate.start()}>
              Activate
            </Button>
          </ButtonRow>
        </>
      )}
      <Hint as="output">
        {ended && (
          <span tabIndex={-1} ref={focusAtOnce}>
            {endedText(ended)}
          </span>
        )}
      </Hint>
      {isAsking && (
        <Ask
          title={isOwn ? 'Deactivate yourself?' : 'End their access?'}
          confirm={isOwn ? 'Yes, end my own access' : 'End their access'}
          attempt={deactivate}
          input={{ own: isOwn }}
          onBack={() => setAsking(false)}
        >
          {isOwn ? (
            <p>
              This is your own account. You are signed out at once, and only another admin can let you in
              again.
            </p>
          ) : (
            <p>
              <Foreign text={name} /> is signed out everywhere. Their keys and password links stop working,
              exports that are being made are stopped, and files of theirs cannot be downloaded any more. Rows
              that wait for them keep waiting: give them to somebody else in the review.
            </p>
          )}
        </Ask>
      )}
    </SettingsSection>
  )
}

function endedText({ sessions, keys, exports }: Ended): string {
  return `Ended: ${counted(sessions, 'session')}, ${counted(keys, 'key')}, ${counted(exports, 'export')}.`
}
