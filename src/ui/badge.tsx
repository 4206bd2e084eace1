import styles from './badge.module.css'
import { Icon, type IconName } from './icon.tsx'

/** The four meanings that have a colour, and the one that has none. */
export type Tone = 'done' | 'failed' | 'waiting' | 'attention' | 'neutral'

type BadgeProps = {
  readonly tone: Tone
  readonly icon: IconName
  readonly children: string
  /** A sentence that explains the word, shown as a tooltip. */
  readonly tip?: string | undefined
}

/** A state as icon, word and colour; never colour alone. */
export function Badge({ tone, icon, children, tip }: BadgeProps) {
  return (
    <span className={`${styles.badge} ${styles[tone]}`} data-tip={tip}>
      <Icon name={icon} />
      {children}
    </span>
  )
}
