import { useEffect } from 'react'
import { showTooltips } from './show-tooltips.ts'
import styles from './tooltip.module.css'

/**
 * Mounted once: from then on every element with `data-tip` has a tooltip, on hover and, where it takes the focus, on
 * focus. An element without an `aria-describedby` of its own is described by it meanwhile.
 */
export function Tooltips() {
  useEffect(() => showTooltips(styles.tooltip ?? ''), [])
  return null
}
