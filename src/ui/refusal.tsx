import { type MouseEvent, useId } from 'react'

type Refused = {
  /** What the control takes; nothing where it can be pressed. */
  readonly attributes: {
    readonly 'aria-disabled'?: true
    readonly 'aria-describedby'?: string
    readonly 'data-tip'?: string
    readonly onClick?: (event: MouseEvent) => void
  }
  /** Stands beside the control, for screen readers. */
  readonly description: React.ReactNode
}

/**
 * Attributes for a control that cannot be pressed now: it stays focusable, does nothing, and says why, to screen
 * readers and in a tooltip (on press, too). `refusal` is a sentence, undefined while the control can be pressed;
 * `saidAt` is the id of an element that says the same in sight.
 */
export function useRefusal(refusal: string | undefined, saidAt?: string): Refused {
  const own = useId()
  const id = saidAt ?? own
  if (refusal === undefined) return { attributes: {}, description: null }
  return {
    attributes: {
      'aria-disabled': true,
      'aria-describedby': id,
      'data-tip': refusal,
      // A button of a form would send it.
      onClick: (event) => event.preventDefault(),
    },
    description: saidAt === undefined && (
      <span id={id} hidden>
        {refusal}
      </span>
    ),
  }
}
