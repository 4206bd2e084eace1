import type { ReactNode } from 'react'
import { Foreign } from './foreign.tsx'
import styles from './hint.module.css'

type HintProps = {
  readonly id?: string
  /** `output` where it changes while somebody works: it is said aloud then. */
  readonly as?: 'p' | 'output'
  /** Whether it says what is wrong. */
  readonly isWrong?: boolean
  readonly children: ReactNode
}

/** A line in small letters that helps to understand what stands beside it. */
export function Hint({ id, as: Tag = 'p', isWrong = false, children }: HintProps) {
  return (
    <Tag id={id} className={isWrong ? styles.wrong : styles.hint}>
      {children}
    </Tag>
  )
}

type ProblemProps = {
  readonly text: string | undefined
  /** For the button that cannot be pressed because of it. */
  readonly id?: string
}

/** Why something cannot be done, said aloud as soon as that is so; nothing while it can. */
export function Problem({ text, id }: ProblemProps) {
  return text === undefined ? null : (
    <p id={id} role="alert" className={styles.wrong}>
      <Foreign text={text} />
    </p>
  )
}
