import type { UserKey } from '#contract/people.ts'
import type { Account } from '#contract/session/session.ts'
import { Foreign } from '#ui/foreign.tsx'
import styles from './accounts.module.css'
import { Note } from '#ui/step-problem.tsx'

type Props = {
  readonly accounts: readonly Account[]
  readonly busy: boolean
  /** The id of what says so. */
  readonly busyAt: string
  readonly onPick: (account: UserKey) => void
}

/** The accounts of the demonstration, each one press away; that it is one stands above them. */
export function AccountList({ accounts, busy, busyAt, onPick }: Props) {
  return (
    <section className={styles.accounts} aria-labelledby="accounts">
      <h2 id="accounts">Demo accounts</h2>
      <Note>
        <strong>This is a demo.</strong> These people are made up, and anyone on this computer can sign in as
        any of them without a password.
      </Note>
      <ul className={styles.list}>
        {accounts.map((account) => (
          <li key={`${account.user_type} ${account.id}`}>
            <button
              type="button"
              className={styles.account}
              aria-disabled={busy || undefined}
              aria-describedby={busy ? busyAt : undefined}
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
