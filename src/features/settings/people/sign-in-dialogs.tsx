import type { DirectoryPerson } from '#contract/session/people-calls.ts'
import { useChangePerson } from '#queries/directory/change-people.ts'
import { Foreign } from '#ui/foreign.tsx'
import { Ask } from '../parts/ask.tsx'
import { nameOf } from './people-words.ts'

type Props = { readonly person: DirectoryPerson; readonly onClose: () => void }

/** Takes the second factors of a person away, after a question. */
export function ResetDialog({ person, onClose }: Props) {
  const reset = useChangePerson(person, 'resetSecondFactors', onClose)
  return (
    <Ask
      title="Reset their second factors?"
      confirm="Reset their second factors"
      attempt={reset}
      input={undefined}
      onBack={onClose}
    >
      <p>
        The authenticator app, the recovery codes and the passkeys of <Foreign text={nameOf(person)} /> stop
        working, and their sessions end. Make sure that it is really them who asks. At the next sign-in they
        set up new ones, if their roles take one.
      </p>
    </Ask>
  )
}

/** Takes the tie of a person to the provider away, after a question. */
export function UntieDialog({ person, onClose }: Props) {
  const untie = useChangePerson(person, 'untieIdentity', onClose)
  return (
    <Ask title="Untie them?" confirm="Untie" attempt={untie} input={undefined} onBack={onClose}>
      <p>
        <Foreign text={nameOf(person)} /> is no longer the one that the provider knows as{' '}
        <Foreign text={person.identity?.subject ?? ''} />, and their sessions end. Whoever signs in there with
        their id is tied again.
      </p>
    </Ask>
  )
}
