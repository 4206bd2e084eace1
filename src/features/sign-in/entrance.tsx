import type { Session } from '#contract/session/session.ts'
import { useAccounts, useSignIn } from '#queries/session/accounts.ts'
import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { ErrorPanel } from '#ui/error-panel.tsx'
import { Hint } from '#ui/hint.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { AccountList } from './parts/accounts.tsx'
import { Way } from './parts/layout.tsx'
import { StepProblem, useWait } from '#ui/step-problem.tsx'

type Props = {
  /** Whether the set-up link still makes the first admin. */
  readonly canSetUp: boolean
  readonly onSignedIn: (session: Session) => void
}

const busyAt = 'signing-in'

/** Ways in without proof, for whoever sits at the computer of the server, until somebody can really sign in. */
export function Entrance({ canSetUp, onSignedIn }: Props) {
  const accounts = useAccounts()
  const { signIn, signingIn, failure } = useSignIn(onSignedIn)
  const wait = useWait(failure)
  const { value } = accounts
  if (!value)
    return accounts.failure ? (
      <ErrorPanel
        title="The accounts could not be read"
        message={accounts.failure.message}
        advice={accounts.failure.resolution || undefined}
        onRetry={accounts.retry}
      />
    ) : (
      <Skeleton label="Loading the accounts" rows={4} />
    )
  return (
    <>
      {failure && <StepProblem title="Not signed in." failure={failure} wait={wait} />}
      <output id={busyAt}>{signingIn && 'Signing in …'}</output>
      {value.values.length > 0 && (
        <AccountList accounts={value.values} busy={signingIn} busyAt={busyAt} onPick={signIn} />
      )}
      <Way label="As the local auditor">
        <h2>On the computer that runs this server</h2>
        <p>
          Anyone at this computer can read everything as the local auditor, without a password, until the
          first admin can sign in.
          {canSetUp && ' The set-up link that the server printed when it started makes one.'}
        </p>
        <ButtonRow>
          <Button refusal={signingIn ? 'Signing in …' : undefined} onClick={() => signIn()}>
            Continue as the local auditor
          </Button>
        </ButtonRow>
        <Hint>
          On the server, <code>npm run users -- add-admin</code> makes an admin as well.
        </Hint>
      </Way>
    </>
  )
}
