import type { ReactNode } from 'react'
import styles from './choices.module.css'

/** Boxes or buttons to choose by, each in its label, under a name. */
export function Choices({ legend, children }: { readonly legend: string; readonly children: ReactNode }) {
  return (
    <fieldset className={styles.choices}>
      <legend>{legend}</legend>
      {children}
    </fieldset>
  )
}
