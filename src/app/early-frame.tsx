import type { ReactNode } from 'react'
import { HeaderBar } from './header-bar.tsx'
import styles from './layout.module.css'

type Props = { readonly children: ReactNode }

/** The frame of every screen as `Layout` will draw it, with plain links. */
export function EarlyFrame({ children }: Props) {
  return (
    <div className={styles.frame}>
      <HeaderBar link={headerLink} />
      <main className={styles.main}>{children}</main>
    </div>
  )
}

function headerLink(to: string, name: string) {
  const { pathname } = location
  const here = pathname.startsWith(to) || (pathname === '/' && name === 'Activity')
  return (
    <a href={to} className={styles.link} aria-current={here ? 'page' : undefined}>
      {name}
    </a>
  )
}

type LinkProps = {
  readonly to: string
  readonly 'aria-current'?: 'true' | undefined
  readonly children: ReactNode
}

/** A link without a router. */
export function PlainLink({ to, children, ...rest }: LinkProps) {
  return (
    <a href={to} {...rest}>
      {children}
    </a>
  )
}
