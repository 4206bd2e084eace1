import { type ReactNode, useEffect } from 'react'
import { focusAtOnce } from '#ui/autofocus.ts'
import { commandsWait } from '#ui/guard-keys.ts'

type Props = {
  /** Whether nobody has asked for this step: keys that go on are not meant for its buttons. */
  readonly isUnasked?: boolean
  readonly children: ReactNode
}

/**
 * What a step of a bulk change says: it takes the focus as the step begins, so that no button has it, and is read out as it
 * changes. Give it the step as its `key`.
 */
export function Statement({ isUnasked = false, children }: Props) {
  useEffect(() => {
    if (isUnasked) commandsWait()
  }, [isUnasked])
  return (
    <output ref={focusAtOnce} tabIndex={-1}>
      {children}
    </output>
  )
}
