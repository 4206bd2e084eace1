import { Foreign } from './foreign.tsx'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { ButtonRow } from './button-row.tsx'
import { Icon } from './icon.tsx'
import styles from './notice.module.css'

type ErrorPanelProps = {
  /** What could not be done. */
  readonly title: string
  /** What is wrong. */
  readonly message: string
  /** What the reader can do. */
  readonly advice?: string | undefined
  /** One line for each thing that is wrong, where there are several. */
  readonly details?: readonly string[]
  readonly requestId?: string | undefined
  /** Absent where trying again cannot help. */
  readonly onRetry?: (() => void) | undefined
  readonly actions?: ReactNode
}

/**
 * A failure that takes the place of a screen or a list: what is wrong, what to do, and the request id to quote when
 * asking for help.
 */
export function ErrorPanel(props: ErrorPanelProps) {
  const { title, message, advice, details = [], requestId, onRetry, actions } = props
  return (
    <div role="alert" className={`${styles.notice} ${styles.failed}`}>
      <h2 className={styles.title}>
        <Icon name="alert" />
        <Foreign text={title} />
      </h2>
      <p className={styles.text}>
        <Foreign text={message} />
      </p>
      {details.length > 0 && (
        <ul className={styles.text}>
          {details.map((detail) => (
            <li key={detail}>
              <Foreign text={detail} />
            </li>
          ))}
        </ul>
      )}
      {advice && <p className={styles.text}>{advice}</p>}
      {(onRetry || actions) && (
        <ButtonRow>
          {onRetry && (
            <Button icon="refresh" onClick={onRetry}>
              Try again
            </Button>
          )}
          {actions}
        </ButtonRow>
      )}
      {requestId && (
        <p className={styles.quiet}>
          Request <code>{requestId}</code>
        </p>
      )}
    </div>
  )
}
