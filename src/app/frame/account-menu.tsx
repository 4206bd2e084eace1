import { useState } from 'react'
import { Link } from 'react-router'
import type { Failure } from '#contract/errors.ts'
import { exportsPath } from '#features/exports/address.ts'
import { settingsPath } from '#features/settings/address.ts'
import type { Session } from '#contract/session/session.ts'
import { useSignOut } from '#queries/session/accounts.ts'
import { useOutbox } from '#queries/session/use-outbox.ts'
import { Button } from '#ui/button.tsx'
import { Popover } from '#ui/popover.tsx'
import { Foreign } from '#ui/foreign.tsx'
import styles from './header-controls.module.css'
import { rememberSession } from '../remember-session.ts'
import { setLeaving, signedOutPath, signInHere, verifyPath } from '../session-hint.ts'
import { SignOutDialog } from './sign-out-dialog.tsx'

type Props = { readonly session: Session }

/** Who is signed in and as what, and the ways to be somebody else or nobody. */
export function AccountMenu({ session }: Props) {
  const { actor } = session
  const outbox = useOutbox(session)
  const [asking, setAsking] = useState(false)
  const { failure, signOut } = useSignOut(leave, setLeaving)
  return (
    <>
      <Popover
        label="Account"
        trigger={
          <>
            <span className={styles.name}>
              <Foreign text={actor.name} />
            </span>
            <span aria-hidden="true">▾</span>
          </>
        }
        className={styles.trigger}
      >
        {(close) => (
          <Menu
            actor={actor}
            failure={failure}
            close={close}
            onSignOut={() => {
              if (outbox.unsentRows().length === 0) return signOut()
              close()
              setAsking(true)
            }}
          />
        )}
      </Popover>
      {asking && (
        <SignOutDialog outbox={outbox} signOut={signOut} failure={failure} onClose={() => setAsking(false)} />
      )}
    </>
  )
}

/** The whole page goes, and with it everything that it has read as this person. */
function leave(providerUrl: string | undefined): void {
  rememberSession(undefined)
  location.assign(providerUrl ?? signedOutPath)
}

type MenuProps = Pick<Session, 'actor'> & {
  readonly failure: Failure | undefined
  readonly close: () => void
  readonly onSignOut: () => void
}

function Menu({ actor, failure, close, onSignOut }: MenuProps) {
  const { name, roles, user } = actor
  return (
    <div className={styles.menu}>
      <div className={styles.who}>
        <strong>
          <Foreign text={name} />
        </strong>
        {user.email && (
          <span className={styles.muted}>
            <Foreign text={user.email} />
          </span>
        )}
        <span className={styles.muted}>{roles.length > 0 ? roles.join(', ') : 'no role'}</span>
      </div>
      <Link to={settingsPath} onClick={close}>
        Settings
      </Link>
      <Link to={exportsPath} onClick={close}>
        My exports
      </Link>
      <Link to={verifyPath} onClick={close}>
        Verify a pack
      </Link>
      <Link to={signInHere()} reloadDocument>
        Sign in as somebody else
      </Link>
      <Button onClick={onSignOut}>Sign out</Button>
      {failure && (
        <p role="alert" className={styles.problem}>
          Not signed out: <Foreign text={failure.message} />
        </p>
      )}
    </div>
  )
}
