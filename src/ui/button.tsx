import type { ComponentProps } from 'react'
import styles from './button.module.css'
import { Icon, type IconName } from './icon.tsx'

type ButtonProps = ComponentProps<'button'> & {
  /** `primary` stands once on a screen; `quiet` has neither border nor ground. */
  readonly look?: 'plain' | 'primary' | 'quiet'
  readonly icon?: IconName | undefined
}

/** A button that is never a submit button by accident. */
export function Button({ look = 'plain', icon, className, children, ...rest }: ButtonProps) {
  const names = [styles.button, styles[look], className].filter(Boolean).join(' ')
  return (
    <button type="button" {...rest} className={names}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  )
}

type IconButtonProps = Omit<ComponentProps<'button'>, 'children'> & {
  readonly icon: IconName
  /** Its name for screen readers, shown to everybody else as a tooltip. */
  readonly label: string
  readonly look?: 'plain' | 'quiet'
}

/** A button that is only a picture. */
export function IconButton({ icon, label, look = 'quiet', className, ...rest }: IconButtonProps) {
  const names = [styles.button, styles[look], styles.bare, className].filter(Boolean).join(' ')
  return (
    <button type="button" {...rest} aria-label={label} data-tip={label} className={names}>
      <Icon name={icon} />
    </button>
  )
}
