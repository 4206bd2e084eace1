import { useState } from 'react'
import type { DirectoryPerson } from '#contract/session/people-calls.ts'
import { type Link, usePasswordLink } from '#queries/directory/change-people.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { minuteText } from '#ui/clock-text.ts'
import { Fact, Facts } from '#ui/facts.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { Ask } from '../parts/ask.tsx'
import { SettingsSection } from '../parts/section.tsx'
import { HandOver } from './hand-over.tsx'
import { nameOf, tieWords } from './people-words.ts'
import { ResetDialog, UntieDialog } from './sign-in-dialogs.tsx'

type Props = { readonly person: DirectoryPerson; readonly zone: string }

/** How a person signs in, and what an admin does when they cannot any more. */
export function SignInSection({ person, zone }: Props) {
  const [dialog, setDialog] = useState<'link' | 'reset' | 'untie'>()
  const [link, setLink] = useState<Link>()
  const close = () => setDialog(undefined)
  const makeLink = usePasswordLink(person, (made) => {
    close()
    setLink(made)
  })
  const { identity, sign_in, deactivated_at } = person
  const hasFactors = sign_in.includes('TOTP') || sign_in.includes('PASSKEY')
  const noLink =
    deactivated_at !== null
      ? 'They are deactivated.'
      : identity
        ? 'They sign in at the identity provider.'
        : person.demo
          ? 'They are of the demonstration.'
          : undefined
  return (
    <SettingsSection title="Sign-in">
      {identity && (
        <Facts>
          <Fact name="Provider">
            <Foreign text={identity.issuer} />
          </Fact>
          <Fact name="Known there as">
            <Foreign text={identity.subject} />
          </Fact>
          <Fact name="Tied">
            {minuteText(identity.tied_at, zone)} by <Foreign text={tieWords(identity.tied_by)} />
          </Fact>
        </Facts>
      )}
      {link && <HandOver link={link} name={nameOf(person)} />}
      <ButtonRow>
        <Button refusal={noLink} onClick={() => setDialog('link')}>
          Make a password link …
        </Button>
        <Button
          refusal={hasFactors ? undefined : 'They have no second factor.'}
          onClick={() => setDialog('reset')}
        >
          Reset second factors …
        </Button>
        {identity && <Button onClick={() => setDialog('untie')}>Untie from the provider …</Button>}
      </ButtonRow>
      {dialog === 'link' && (
        <Ask
          title="Make a password link?"
          confirm="Make the link"
          attempt={makeLink}
          input={undefined}
          onBack={close}
        >
          <p>
            A link for <Foreign text={nameOf(person)} /> to set a password by, once, within a day. A link that
            was made before stops working. Their second factors stay.
          </p>
          {person.roles.length === 0 && (
            <p>
              <strong>They have no role, so they cannot come in yet.</strong> Give them one as well.
            </p>
          )}
        </Ask>
      )}
      {dialog === 'reset' && <ResetDialog person={person} onClose={close} />}
      {dialog === 'untie' && <UntieDialog person={person} onClose={close} />}
    </SettingsSection>
  )
}
