import { useEffect } from 'react'
import { showTooltips } from './show-tooltips.ts'
import styles from './tooltip.module.css'

/**
 * Mount it once. From then on every element with `data-tip` shows that text while it is hovered or focused, and is
 * described by it for screen readers unless it has an `aria-describedby` of its own.
 */
export function Tooltips() {
  useEffect(() => showTooltips(styles.tooltip ?? ''), [])
  return null
}
