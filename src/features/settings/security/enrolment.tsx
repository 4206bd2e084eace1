import { useState } from 'react'
import type { Session } from '#contract/session/session.ts'
import { useSignInWays } from '#queries/session/sign-in.ts'
import { focusAtOnce } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { canUsePasskeys } from '#ui/passkey.ts'
import { AddPasskey } from './add-passkey.tsx'
import styles from './security.module.css'
import { TotpSetup } from './totp-setup.tsx'

type Props = {
  /** Called once a second factor is set up; with the session where the server gave it. */
  readonly onDone: (session: Session | undefined) => void
  /** Signs somebody else in, where that is offered; not any more once something is set up. */
  readonly onOther?: (() => void) | undefined
}

/** Setting a second factor up at a sign-in, because the roles of the person take one. */
export function Enrolment({ onDone, onOther }: Props) {
  const ways = useSignInWays().value
  const [way, setWay] = useState<'app' | 'passkey'>()
  const back = () => setWay(undefined)
  if (way === 'app') return <TotpSetup onDone={onDone} onBack={back} />
  if (way === 'passkey') return <AddPasskey onDone={onDone} onBack={back} />
  return (
    <div className={styles.steps}>
      <p tabIndex={-1} ref={focusAtOnce}>
        Your role takes a second proof at each sign-in, so that a stolen password opens nothing. Set one up
        now; you can have more of them later, in the settings.
      </p>
      <ButtonRow>
        <Button look="primary" onClick={() => setWay('app')}>
          Use an authenticator app
        </Button>
        {ways?.passkey && canUsePasskeys() && (
          <Button onClick={() => setWay('passkey')}>Make a passkey</Button>
        )}
        {onOther && (
          <Button look="quiet" onClick={onOther}>
            Sign in as somebody else
          </Button>
        )}
      </ButtonRow>
    </div>
  )
}
