import { useEffect } from 'react'
import { showTooltips } from './show-tooltips.ts'
import styles from './tooltip.module.css'

/**
 * Mounted once: from then on every element with `data-tip` has a tooltip, on hover and, where it takes the focus, on
 * focus. Such an element has no `aria-describedby` of its own.
 */
export function Tooltips() {
  useEffect(() => showTooltips(styles.tooltip ?? ''), [])
  return null
}
