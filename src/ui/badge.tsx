import styles from './badge.module.css'
import { Icon, type IconName } from './icon.tsx'

/** The four meanings that have a colour, and the one that has none. */
export type Tone = 'done' | 'failed' | 'waiting' | 'attention' | 'neutral'

type BadgeProps = {
  readonly tone: Tone
  readonly children: string
  /** A sentence that explains the word, shown as a tooltip. */
  readonly tip?: string | undefined
}

/** A state as icon, word and colour; never colour alone. */
export function Badge({ tone, icon, children, tip }: BadgeProps & { readonly icon: IconName }) {
  return (
    <span className={`${styles.badge} ${styles[tone]}`} data-tip={tip}>
      <Icon name={icon} />
      {children}
    </span>
  )
}

/** The same with a sign of the font as its icon, for every row of a long table: a picture costs each frame of it. */
export function GlyphBadge({ tone, glyph, children, tip }: BadgeProps & { readonly glyph: string }) {
  return (
    <span className={`${styles.badge} ${styles[tone]} ${styles.glyph}`} data-tip={tip} data-glyph={glyph}>
      {children}
    </span>
  )
}
