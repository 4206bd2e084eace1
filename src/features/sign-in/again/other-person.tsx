import { useLayoutEffect } from 'react'
import type { Session } from '#contract/session/session.ts'
import { useOutboxStatus } from '#queries/session/use-outbox.ts'
import { focusAtOnce } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { dialogOpenedByItself } from '#ui/guard-keys.ts'
import { numberText } from '#ui/number-text.ts'
import styles from './other-person.module.css'

type Props = {
  readonly session: Session
  readonly other: Session
  /** Signs in as the first person again; undefined where they cannot come in any more. */
  readonly onBack: (() => void) | undefined
  readonly onGoOn: () => void
}

/** Asks what is to become of one person's page while another is signed in. Nothing of it has been sent. */
export function OtherPerson({ session, other, onBack, onGoOn }: Props) {
  const { unsent, stored } = useOutboxStatus()
  // Also where it comes in the place of a form, into which somebody may be typing.
  useLayoutEffect(dialogOpenedByItself, [])
  return (
    <>
      <p>
        <strong>
          <Foreign text={other.actor.name} />
        </strong>{' '}
        is signed in now. This page is of{' '}
        <strong>
          <Foreign text={session.actor.name} />
        </strong>
        , so nothing that was written or decided on it is sent.
        {!onBack && ' Nobody comes in without signing in any more, so it cannot go on.'}
      </p>
      <p>
        To go on as <Foreign text={other.actor.name} />, the page is emptied: what is half written here is
        lost. {fateOf(unsent, stored)}
      </p>
      <ButtonRow>
        {onBack && (
          <Button look="primary" className={styles.named} ref={focusAtOnce} onClick={onBack}>
            Sign in as {session.actor.name}
          </Button>
        )}
        <Button className={styles.named} onClick={onGoOn}>
          Empty it and go on as {other.actor.name}
        </Button>
      </ButtonRow>
    </>
  )
}

function fateOf(unsent: number, stored: number): string {
  if (unsent === 0) return ''
  const lost = unsent - stored
  const kept =
    stored > 0
      ? `${changesText(stored)} that ${stored === 1 ? 'is' : 'are'} not sent yet ${stored === 1 ? 'stays' : 'stay'} on this device, where nobody else can read ${stored === 1 ? 'it' : 'them'}.`
      : ''
  return lost > 0 ? `${changesText(lost)} in this window only would be lost too. ${kept}` : kept
}

const changesText = (count: number) => (count === 1 ? '1 change' : `${numberText(count)} changes`)
