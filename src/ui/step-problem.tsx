import { type ReactNode, useEffect, useState } from 'react'
import { Foreign } from './foreign.tsx'
import { Hint } from './hint.tsx'
import { Icon } from './icon.tsx'
import styles from './step.module.css'

/** Why a step came to nothing: the status of the answer, what is wrong, what to do, and for how long it asks to wait. */
type StepFailure = {
  readonly status: number
  readonly message: string
  readonly resolution: string
  readonly retryAfterMs?: number | undefined
  /** What is wrong with single fields, which say it themselves. */
  readonly violations?: readonly unknown[]
}

type Props = {
  /** What was not done. */
  readonly title: string
  readonly failure: StepFailure
  /** Seconds that are still to be waited for (`useWait`). */
  readonly wait: number
}

/** Why a step came to nothing and what to do about it; counts down where the server asks to wait. */
export function StepProblem({ title, failure, wait }: Props) {
  const { message, resolution } = failure
  return (
    <div className={styles.problem}>
      <p role="alert">
        <Icon name="alert" /> <strong>{title}</strong> <Foreign text={wordsOf(failure, message)} />{' '}
        {resolution}
      </p>
      {wait > 0 && <Hint>You can try again in {waitText(wait)}.</Hint>}
    </div>
  )
}

function wordsOf({ status, violations = [] }: StepFailure, message: string): string {
  if (violations.length > 0) return 'The field that is marked says why.'
  if (status === 503) return 'The server has its hands full. Wait a little, then try again.'
  return message
}

function waitText(seconds: number): string {
  if (seconds < 60) return seconds === 1 ? '1 second' : `${seconds} seconds`
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60]
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`
}

/** How many seconds are still to be waited after a failure that asks for it (`Retry-After`); 0 where nothing is. */
export function useWait(failure: StepFailure | undefined): number {
  const [left, setLeft] = useState(0)
  const [seen, setSeen] = useState<StepFailure>()
  const isNew = failure?.message !== seen?.message || failure?.retryAfterMs !== seen?.retryAfterMs
  if (isNew) {
    setSeen(failure)
    setLeft(Math.ceil((failure?.retryAfterMs ?? 0) / 1000))
  }
  useEffect(() => {
    const ms = seen?.retryAfterMs ?? 0
    if (ms === 0) return undefined
    const until = Date.now() + ms
    // Timers are late in a window that is not looked at; the clock is not.
    const tell = () => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)))
    const timer = setInterval(tell, 1000)
    return () => clearInterval(timer)
  }, [seen])
  return left
}

/** Why a step cannot be begun now; undefined where it can. */
export function stepRefusal(isUnderWay: boolean, wait: number): string | undefined {
  if (isUnderWay) return 'This is under way.'
  return wait > 0 ? 'The server has asked to wait.' : undefined
}

/** A panel of words that help. */
export function Note({ children }: { readonly children: ReactNode }) {
  return (
    <div role="note" className={styles.note}>
      <Icon name="info" />
      <div>{children}</div>
    </div>
  )
}
