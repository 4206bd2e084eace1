import type { ReactNode } from 'react'
import type { UserKey } from '#contract/people.ts'
import type { Account, Session } from '#contract/session/session.ts'
import { useAccounts, useSignIn } from '#queries/session/accounts.ts'
import { Button } from '#ui/button.tsx'
import { ErrorPanel } from '#ui/error-panel.tsx'
import { Icon } from '#ui/icon.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { Foreign } from '#ui/foreign.tsx'
import styles from './sign-in.module.css'

type Props = {
  /** Whether somebody has just signed out here. */
  readonly signedOut: boolean
  /** Called once there is a session as somebody; the page is left then. */
  readonly onSignedIn: (session: Session) => void
  /** What can be done here without being anybody. */
  readonly children?: ReactNode
}

/** Who to be: an account of the demonstration by one press, or the local auditor of this machine. */
export function SignInPage({ signedOut, onSignedIn, children }: Props) {
  const accounts = useAccounts()
  const { signIn, signingIn, failure } = useSignIn(onSignedIn)
  return (
    <div className={styles.page}>
      <title>Sign in · Countersign</title>
      <h1>Sign in</h1>
      <output id={busyId} className={styles.status}>
        {signingIn ? busyText : signedOut && 'You are signed out.'}
      </output>
      {failure && <ErrorPanel title="Not signed in" message={failure.message} advice={failure.resolution} />}
      {accounts.value?.local ? (
        <>
          <AccountList accounts={accounts.value.values} busy={signingIn} onPick={signIn} />
          <section className={styles.local} aria-labelledby="local">
            <h2 id="local">On the computer that runs this server</h2>
            <p>
              Anyone at this computer can read everything as the local auditor, without a password. From other
              computers nobody can sign in yet: passwords and your company’s identity provider come later.
            </p>
            <Button refusal={signingIn ? busyText : undefined} onClick={() => signIn()}>
              Continue as the local auditor
            </Button>
          </section>
        </>
      ) : accounts.value ? (
        <NobodyYet />
      ) : accounts.failure ? (
        <ErrorPanel
          title="The accounts could not be read"
          message={accounts.failure.message}
          advice={accounts.failure.resolution || undefined}
          onRetry={accounts.retry}
        />
      ) : (
        <Skeleton label="Loading the accounts" rows={4} />
      )}
      {children}
    </div>
  )
}

/** What there is to say to whoever does not sit at the computer of the server. */
function NobodyYet() {
  return (
    <section className={styles.local} aria-labelledby="nobody">
      <h2 id="nobody">Nobody can sign in yet; keys work.</h2>
      <p>
        Sign-in with passwords or your company’s identity provider comes later. Until then this page opens
        only on the computer that runs the server, when <code>PUBLIC_URL</code> is not set. Programs come in
        with an API key from anywhere.
      </p>
    </section>
  )
}

const busyText = 'Signing in …'
const busyId = 'signing-in'

type ListProps = {
  readonly accounts: readonly Account[]
  readonly busy: boolean
  readonly onPick: (account: UserKey) => void
}

function AccountList({ accounts, busy, onPick }: ListProps) {
  if (accounts.length === 0) {
    return (
      <p>
        There are no demo accounts: this server holds real data, or was started with <code>DEMO=off</code>.
      </p>
    )
  }
  return (
    <section className={styles.accounts} aria-labelledby="accounts">
      <h2 id="accounts">Demo accounts</h2>
      <p role="note" className={styles.note}>
        <Icon name="info" />
        <span>
          <strong>This is a demo.</strong> These people are made up, and anyone on this computer can sign in
          as any of them without a password.
        </span>
      </p>
      <ul className={styles.list}>
        {accounts.map((account) => (
          <li key={`${account.user_type} ${account.id}`}>
            <button
              type="button"
              className={styles.account}
              aria-disabled={busy || undefined}
              aria-describedby={busy ? busyId : undefined}
              onClick={() => {
                if (!busy) onPick(account)
              }}
            >
              <strong>
                <Foreign text={account.name || account.id} />
              </strong>
              <span className={styles.roles}>
                <Foreign text={account.roles.join(', ')} />
              </span>
              {account.about && (
                <span className={styles.about}>
                  <Foreign text={account.about} />
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
