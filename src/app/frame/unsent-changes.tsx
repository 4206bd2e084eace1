import { type ReactNode, useEffect, useState } from 'react'
import { Link } from 'react-router'
import type { Session } from '#contract/session/session.ts'
import type { Outbox } from '#decisions/outbox/outbox.ts'
import type { OutboxStatus } from '#decisions/outbox/outbox-status.ts'
import { rowPath } from '#features/reviews/parts/address.ts'
import { useOutbox, useOutboxStatus } from '#queries/session/use-outbox.ts'
import { Button } from '#ui/button.tsx'
import { numberText } from '#ui/number-text.ts'
import { Popover } from '#ui/popover.tsx'
import { Foreign } from '#ui/foreign.tsx'
import styles from './header-controls.module.css'
import { askInPlace } from '../session-end.ts'

/** What the server has by then is not worth a word, in milliseconds. */
const lateMs = 1_000

/** How many changes of the person are not saved, on every screen, and what there is to know and do about them. */
export function UnsentChanges({ session }: { readonly session: Session }) {
  const outbox = useOutbox(session)
  const status = useOutboxStatus()
  const { unsent, unreadable, paused, needsYou } = status
  const late = useStays(unsent > 0, lateMs)
  if (!late && unreadable === 0) return null
  const alarms = paused !== undefined || needsYou > 0 || unreadable > 0
  return (
    <Popover
      label="Unsent changes"
      trigger={triggerText(status)}
      icon={alarms ? 'alert' : undefined}
      tip={unsent > 0 ? titleOf(status) : undefined}
      className={`${styles.trigger} ${styles.unsent}`}
    >
      {(close) => (
        <div className={styles.menu}>
          {unsent > 0 && <p>{titleOf(status)}</p>}
          {paused && <Paused status={status} onFollow={close} />}
          {needsYou > 0 && <NeedingRows outbox={outbox} onFollow={close} />}
          {unreadable > 0 && (
            <Unreadable outbox={outbox} count={unreadable} isOthers={paused === 'other account'} />
          )}
        </div>
      )}
    </Popover>
  )
}

function triggerText({ unsent, unreadable, paused }: OutboxStatus): string {
  if (unsent === 0) return `${numberText(unreadable)} unreadable`
  return `${numberText(unsent)} unsent${paused ? ', paused' : ''}`
}

function titleOf({ unsent, stored }: OutboxStatus): string {
  const [are, they] =
    unsent === 1 ? ['1 change is', 'It is'] : [`${numberText(unsent)} changes are`, 'They are']
  const where =
    stored === unsent
      ? 'safe on this device, also when this window is closed.'
      : 'in this window only: leave it open.'
  return `${are} not saved by the server yet. ${they} ${where}`
}

type PausedProps = { readonly status: OutboxStatus; readonly onFollow: () => void }

function Paused({ status, onFollow }: PausedProps) {
  return (
    <p>
      {status.paused === 'signed out'
        ? 'Your session has ended. They are sent once you have signed in again: '
        : 'Somebody else has signed in in this browser, who can neither read nor send them. They are sent once you have signed in again: '}
      <Button
        onClick={() => {
          onFollow()
          askInPlace()
        }}
      >
        Sign in
      </Button>
    </p>
  )
}

function NeedingRows({
  outbox,
  onFollow,
}: {
  readonly outbox: Outbox
  readonly onFollow: () => void
}): ReactNode {
  const rows = outbox.unsentRows().filter(({ needsYou }) => needsYou)
  return (
    <>
      <p>{rows.length === 1 ? 'One row needs you:' : `${numberText(rows.length)} rows need you:`}</p>
      <ul className={styles.rows}>
        {rows.map(({ certification_id, result_id, name }) => (
          <li key={`${certification_id}/${result_id}`}>
            <Link to={rowPath(certification_id, result_id)} onClick={onFollow}>
              <Foreign text={name} />
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}

type UnreadableProps = {
  readonly outbox: Outbox
  readonly count: number
  /** Whether somebody else is signed in, who discards nothing here. */
  readonly isOthers: boolean
}

function Unreadable({ outbox, count, isOthers }: UnreadableProps) {
  const [confirming, setConfirming] = useState(false)
  const changes = count === 1 ? '1 change' : `${numberText(count)} changes`
  const refusal = isOthers ? 'Somebody else is signed in now.' : undefined
  return (
    <>
      <p>
        {changes} on this device cannot be read: damaged, or made when this server had other keys. They are
        kept, and were not sent.
      </p>
      {confirming ? (
        <Button refusal={refusal} onClick={() => outbox.discardUnreadable()}>
          Discard {changes} for good
        </Button>
      ) : (
        <Button onClick={() => setConfirming(true)}>Discard …</Button>
      )}
    </>
  )
}

/** Whether something has been so for so many milliseconds at a stretch. */
function useStays(is: boolean, ms: number): boolean {
  const [stays, setStays] = useState(false)
  useEffect(() => {
    if (!is) return undefined
    const timer = setTimeout(() => setStays(true), ms)
    return () => {
      clearTimeout(timer)
      setStays(false)
    }
  }, [is, ms])
  return is && stays
}
