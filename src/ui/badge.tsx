import styles from './badge.module.css'
import { Icon, type IconName } from './icon.tsx'

/** What a badge means. Each tone has its colour; `neutral` has none. */
export type Tone = 'done' | 'failed' | 'waiting' | 'attention' | 'neutral'

type BadgeProps = {
  readonly tone: Tone
  readonly children: string
  /** A sentence that explains the word, shown as a tooltip. */
  readonly tip?: string | undefined
}

/** A state as icon, word and colour, never as colour alone. */
export function Badge({ tone, icon, children, tip }: BadgeProps & { readonly icon: IconName }) {
  return (
    <span className={`${styles.badge} ${styles[tone]}`} data-tip={tip}>
      <Icon name={icon} />
      {children}
    </span>
  )
}

/** A badge whose icon is a character of the font. For tables: in thousands of rows, pictures make scrolling slow. */
export function GlyphBadge({ tone, glyph, children, tip }: BadgeProps & { readonly glyph: string }) {
  return (
    <span className={`${styles.badge} ${styles[tone]} ${styles.glyph}`} data-tip={tip} data-glyph={glyph}>
      {children}
    </span>
  )
}
