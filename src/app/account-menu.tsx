import { Link } from 'react-router'
import type { Session } from '#contract/session.ts'
import { useSignOut } from '#queries/accounts.ts'
import { Button } from '#ui/button.tsx'
import { Popover } from '#ui/popover.tsx'
import styles from './header-controls.module.css'
import { rememberSession } from './remember-session.ts'
import { signInHere, signInPath } from './session-hint.ts'

type Props = { readonly actor: Session['actor'] }

/** Who is signed in and as what, and the ways to be somebody else or nobody. */
export function AccountMenu({ actor }: Props) {
  return (
    <Popover
      label="Account"
      trigger={
        <>
          <span className={styles.name}>{actor.name}</span>
          <span aria-hidden="true">▾</span>
        </>
      }
      className={styles.trigger}
    >
      {(close) => <Menu actor={actor} close={close} />}
    </Popover>
  )
}

function Menu({ actor, close }: Props & { readonly close: () => void }) {
  const { failure, signOut } = useSignOut(() => {
    rememberSession(undefined)
    // The whole page goes, and with it everything that it has read as this person.
    location.assign(signInPath)
  })
  const { name, roles, user } = actor
  return (
    <div className={styles.menu}>
      <div className={styles.who}>
        <strong>{name}</strong>
        {user.email && <span className={styles.muted}>{user.email}</span>}
        <span className={styles.muted}>{roles.length > 0 ? roles.join(', ') : 'no role'}</span>
      </div>
      <Link to={signInHere()} onClick={close}>
        Sign in as somebody else
      </Link>
      <Button onClick={signOut}>Sign out</Button>
      {failure && (
        <p role="alert" className={styles.problem}>
          Not signed out: {failure.message}
        </p>
      )}
    </div>
  )
}
