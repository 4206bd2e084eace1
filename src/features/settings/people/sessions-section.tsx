import { useState } from 'react'
import type { DirectoryPerson } from '#contract/session/people-calls.ts'
import { useChangePerson } from '#queries/directory/change-people.ts'
import { useSessionsOf } from '#queries/directory/people.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { minuteText } from '#ui/clock-text.ts'
import { FailureLine } from '#ui/failure-line.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { Ask } from '../parts/ask.tsx'
import { SettingsSection } from '../parts/section.tsx'
import { deviceWords, methodWords } from '../sessions/device-words.ts'
import { nameOf } from './people-words.ts'
import { BulletList } from '../parts/bullet-list.tsx'

type Props = { readonly person: DirectoryPerson; readonly zone: string; readonly isOwn: boolean }

/** Where a person is signed in, and how to end that. */
export function SessionsSection({ person, zone, isOwn }: Props) {
  const { value, failure, retry } = useSessionsOf(person)
  const [isAsking, setAsking] = useState(false)
  const end = useChangePerson(person, 'endSessionsOf', () => setAsking(false))
  const refusal = isOwn
    ? 'Your own are on the page Sessions.'
    : value?.length === 0
      ? 'They are signed in nowhere.'
      : undefined
  return (
    <SettingsSection title="Sessions">
      {failure && (
        <FailureLine message={`Their sessions could not be read. ${failure.message}`} onRetry={retry} />
      )}
      {!value && !failure && <Skeleton label="Loading their sessions" rows={2} />}
      {value?.length === 0 && <p>They are signed in nowhere.</p>}
      {value && value.length > 0 && (
        <BulletList label="Their sessions">
          {value.map(({ id, method, user_agent, address, last_used_at }) => (
            <li key={id}>
              {deviceWords(user_agent)}, {methodWords(method)}, last used {minuteText(last_used_at, zone)}
              {address && (
                <>
                  , from <Foreign text={address} />
                </>
              )}
            </li>
          ))}
        </BulletList>
      )}
      <ButtonRow>
        <Button refusal={refusal} onClick={() => setAsking(true)}>
          End all their sessions …
        </Button>
      </ButtonRow>
      {isAsking && (
        <Ask
          title="End all their sessions?"
          confirm="End all of them"
          attempt={end}
          input={undefined}
          onBack={() => setAsking(false)}
        >
          <p>
            <Foreign text={nameOf(person)} /> is signed out in every browser at once, and can sign in again.
          </p>
        </Ask>
      )}
    </SettingsSection>
  )
}
