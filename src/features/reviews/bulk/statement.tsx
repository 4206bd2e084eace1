import type { ReactNode } from 'react'
import { focusAtOnce } from '#ui/autofocus.ts'

/**
 * What a step of a bulk change says: it takes the focus as the step begins, so that no button has it, and is read out as it
 * changes.
 */
export function Statement({ children }: { readonly children: ReactNode }) {
  return (
    <output ref={focusAtOnce} tabIndex={-1}>
      {children}
    </output>
  )
}
