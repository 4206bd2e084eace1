import { useEffect, useState, useSyncExternalStore } from 'react'
import type { Failure } from '#contract/errors.ts'
import type { Outbox } from '#decisions/outbox/outbox.ts'
import type { OutboxStatus } from '#decisions/outbox/outbox-status.ts'
import type { UnsentRow } from '#decisions/outbox/unsent-rows.ts'
import { changeText } from '#features/reviews/decide/change-text.ts'
import { useOutboxStatus } from '#queries/session/use-outbox.ts'
import { autofocus } from '#ui/autofocus.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { numberText } from '#ui/number-text.ts'
import { Foreign } from '#ui/foreign.tsx'
import styles from './sign-out-dialog.module.css'

type Props = {
  readonly outbox: Outbox
  /** Ends the session, does the rest, and leaves the page; nothing of it where the session cannot be ended. */
  readonly signOut: (finish?: () => Promise<unknown>) => void
  /** Why the session could not be ended. */
  readonly failure: Failure | undefined
  readonly onClose: () => void
}

/** Asks somebody who signs out what to do about changes that the server does not have yet. Nothing of them goes unasked. */
export function SignOutDialog(props: Props) {
  const { outbox, signOut, failure, onClose } = props
  const status = useOutboxStatus()
  const [step, setStep] = useState<'ask' | 'sending' | 'discard'>('ask')
  const rows = outbox.unsentRows()
  // What is known of the server may be half a minute old.
  useEffect(() => outbox.sendNow(), [outbox])
  const isDone = step === 'sending' && rows.length === 0 && status.unsent === 0
  useEffect(() => {
    if (isDone) signOut()
  }, [isDone, signOut])
  const count = changesOf(rows)
  return (
    <Dialog title={titleOf(step, count)} onClose={onClose}>
      <div className={styles.body}>
        {step === 'discard' ? (
          <Discard {...props} rows={rows} onBack={() => setStep('ask')} />
        ) : (
          <Ask
            {...props}
            rows={rows}
            status={status}
            sending={step === 'sending'}
            onSend={() => {
              outbox.sendNow()
              setStep('sending')
            }}
            onDiscard={() => setStep('discard')}
          />
        )}
        {failure && (
          <p role="alert" className={styles.problem}>
            Not signed out: <Foreign text={failure.message} />
          </p>
        )}
      </div>
    </Dialog>
  )
}

function titleOf(step: 'ask' | 'sending' | 'discard', count: number): string {
  if (count === 0) return 'Everything is saved'
  if (step === 'discard') return `Discard ${changesText(count)}?`
  return `${changesText(count)} not saved yet`
}

const changesOf = (rows: readonly UnsentRow[]) => rows.reduce((sum, { keys }) => sum + keys.length, 0)
const changesText = (count: number) => (count === 1 ? '1 change' : `${numberText(count)} changes`)

type AskProps = Pick<Props, 'signOut' | 'onClose'> & {
  readonly rows: readonly UnsentRow[]
  readonly status: OutboxStatus
  readonly sending: boolean
  readonly onSend: () => void
  readonly onDiscard: () => void
}

function Ask({ rows, status, sending, signOut, onClose, onSend, onDiscard }: AskProps) {
  const obstacle = useObstacle(status)
  const count = changesOf(rows)
  if (count === 0)
    return (
      <div className={styles.foot}>
        <Button ref={autofocus} onClick={onClose}>
          Stay
        </Button>
        <Button look="primary" onClick={() => signOut()}>
          Sign out
        </Button>
      </div>
    )
  return (
    <>
      <p>
        The server does not have these decisions yet. If you send them now you stay signed in until it has
        every one.
      </p>
      <output className={styles.obstacle}>
        <span id="sign-out-obstacle">
          {obstacle ?? (sending ? `Sending, ${numberText(count)} to go …` : '')}
        </span>
      </output>
      <div className={styles.foot}>
        <Button ref={autofocus} onClick={onClose}>
          Stay
        </Button>
        <Button
          look="primary"
          disabled={sending || obstacle !== undefined}
          aria-describedby="sign-out-obstacle"
          onClick={onSend}
        >
          Send now and sign out
        </Button>
      </div>
      <div className={styles.apart}>
        <Rows rows={rows} />
        <Button onClick={onDiscard}>Discard {changesText(count)} …</Button>
      </div>
    </>
  )
}

type DiscardProps = Pick<Props, 'outbox' | 'signOut'> & {
  readonly rows: readonly UnsentRow[]
  readonly onBack: () => void
}

function Discard({ outbox, signOut, rows, onBack }: DiscardProps) {
  const isOthers = useOutboxStatus().paused === 'other account'
  const count = changesOf(rows)
  // The session ends first: where it cannot, nothing is lost either.
  const discard = () => signOut(() => outbox.discard(new Set(rows.flatMap(({ keys }) => keys))))
  return (
    <>
      <p>The server has not confirmed them. Once they are discarded nobody can bring them back:</p>
      <Rows rows={rows} />
      <div className={styles.foot}>
        <Button ref={focusNow} onClick={onBack}>
          Back
        </Button>
        <Button refusal={isOthers ? 'Somebody else is signed in now.' : undefined} onClick={discard}>
          Discard {changesText(count)} and sign out
        </Button>
      </div>
    </>
  )
}

/** The window is open already, so the platform does not look for what is to have its focus. */
const focusNow = (button: HTMLButtonElement | null) => button?.focus()

function Rows({ rows }: { readonly rows: readonly UnsentRow[] }) {
  return (
    <ul className={styles.rows} aria-label="Changes by row">
      {rows.map(({ certification_id, result_id, name, changes }) => (
        <li key={`${certification_id}/${result_id}`}>
          <strong>
            <Foreign text={name} />
          </strong>
          {': '}
          {changes.map(changeText).join(', then ')}
        </li>
      ))}
    </ul>
  )
}

/** Why nothing can be sent now; undefined where it can. */
function useObstacle({ paused, needsYou, unanswered }: OutboxStatus): string | undefined {
  const online = useSyncExternalStore(followOnline, () => navigator.onLine)
  if (paused) return 'They cannot be sent now: your session has ended. Sign in again first.'
  if (!online) return 'They cannot be sent now: this device is not connected.'
  if (unanswered) return 'They cannot be sent now: the server does not answer.'
  if (needsYou === 0) return undefined
  return needsYou === 1
    ? 'They cannot all be sent: one row needs you first.'
    : `They cannot all be sent: ${numberText(needsYou)} rows need you first.`
}

function followOnline(onChange: () => void): () => void {
  addEventListener('online', onChange)
  addEventListener('offline', onChange)
  return () => {
    removeEventListener('online', onChange)
    removeEventListener('offline', onChange)
  }
}
