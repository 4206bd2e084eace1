import type { ComponentProps } from 'react'
import styles from './button.module.css'
import { Icon, type IconName } from './icon.tsx'
import { useRefusal } from './refusal.tsx'

type ButtonProps = ComponentProps<'button'> & {
  /** `primary` stands once on a screen; `quiet` has neither border nor ground. */
  readonly look?: 'plain' | 'primary' | 'quiet'
  readonly icon?: IconName | undefined
  /** Why it cannot be pressed now, and the id of what says so in sight, where something does. */
  readonly refusal?: string | undefined
  readonly refusalAt?: string | undefined
}

/**
 * A button, `type="button"` unless it is given another. With a `refusal` it stays focusable, does nothing, and says
 * why.
 */
export function Button(props: ButtonProps) {
  const { look = 'plain', icon, refusal, refusalAt, className, children, ...rest } = props
  const { attributes, description } = useRefusal(refusal, refusalAt)
  const names = [styles.button, styles[look], className].filter(Boolean).join(' ')
  return (
    <>
      <button type="button" {...rest} {...attributes} className={names}>
        {icon && <Icon name={icon} />}
        {children}
      </button>
      {description}
    </>
  )
}

type IconButtonProps = Omit<ComponentProps<'button'>, 'children'> & {
  readonly icon: IconName
  /** Its name for screen readers, shown to everybody else as a tooltip. */
  readonly label: string
  readonly look?: 'plain' | 'quiet'
  /** Why it cannot be pressed now. */
  readonly refusal?: string | undefined
}

/** A button that shows an icon alone; `label` is its accessible name and its tooltip. */
export function IconButton({ icon, label, look = 'quiet', refusal, className, ...rest }: IconButtonProps) {
  const { attributes, description } = useRefusal(refusal)
  const tip = refusal === undefined ? label : `${label}: ${refusal}`
  const names = [styles.button, styles[look], styles.bare, className].filter(Boolean).join(' ')
  return (
    <>
      <button type="button" {...rest} {...attributes} aria-label={label} data-tip={tip} className={names}>
        <Icon name={icon} />
      </button>
      {description}
    </>
  )
}
