import { use } from 'react'
import type { Session } from '#contract/session/session.ts'
import { useAccounts } from '#queries/session/accounts.ts'
import { useSession } from '#queries/session/session.ts'
import { isNobody } from '../session-hint.ts'
import styles from './demo-note.module.css'

type Props = { readonly session: Promise<Session | undefined> }

/**
 * Says on every screen that data of the demonstration is made up, in the line of the header, where it moves nothing. Whoever
 * is signed in knows it by their session; before that it is known by the accounts that the demonstration offers.
 */
export function DemoNote({ session }: Props) {
  const known = use(session)
  if (known) return known.demo && <Note />
  return isNobody() ? <NoteByAccounts /> : <NoteByLateSession />
}

function NoteByAccounts() {
  const { value } = useAccounts()
  return value && value.values.length > 0 && <Note />
}

/** Of whoever could not be asked for as the page was loaded. */
function NoteByLateSession() {
  return useSession()?.demo && <Note />
}

const why = 'These people, events and reviews are made up.'

/** In a narrow window its first words alone are seen; screen readers and the tooltip have all of it. */
function Note() {
  return (
    <p role="note" className={styles.note} data-tip={`Demo data. ${why}`}>
      <strong>
        Demo<span className={styles.data}> data</span>
      </strong>
      <span className={styles.why}>. {why}</span>
    </p>
  )
}
