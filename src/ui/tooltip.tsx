import { type ReactNode, useEffect } from 'react'
import { showTooltips } from './show-tooltips.ts'
import styles from './tooltip.module.css'

/** Mounted once: from then on every element with `data-tip` has a tooltip. */
export function Tooltips() {
  useEffect(() => showTooltips(styles.tooltip ?? ''), [])
  return null
}

type TooltipProps = {
  readonly text: string
  readonly children: ReactNode
}

/** Text with an explanation on hover. Controls carry `data-tip` themselves, and show it on focus too. */
export function Tooltip({ text, children }: TooltipProps) {
  return <span data-tip={text}>{children}</span>
}
