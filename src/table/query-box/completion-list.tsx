/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a list whose focus stays in the text has no tag of its own */
import { useEffect } from 'react'
import { Foreign } from '#ui/foreign.tsx'
import type { CompletionOption } from './completion.ts'
import styles from './query-box.module.css'

type CompletionListProps = {
  readonly id: string
  readonly options: readonly CompletionOption[]
  /** The option that the arrow keys are at, -1 for none. */
  readonly active: number
  readonly onPick: (option: CompletionOption) => void
}

/** The element id of an option, for `aria-activedescendant`. */
export const optionId = (listId: string, index: number) => `${listId}-${index}`

/** The list of completions. The focus stays in the input, which handles the keys. */
export function CompletionList({ id, options, active, onPick }: CompletionListProps) {
  useEffect(() => {
    document.getElementById(optionId(id, active))?.scrollIntoView({ block: 'nearest' })
  }, [id, active])

  return (
    <div id={id} role="listbox" aria-label="What may come next" className={styles.list}>
      {options.map((option, index) => (
        <div
          key={option.text}
          id={optionId(id, index)}
          role="option"
          aria-selected={index === active}
          className={styles.option}
          onPointerDown={(event) => {
            event.preventDefault()
            onPick(option)
          }}
        >
          <code>
            <Foreign text={option.text} />
          </code>
          <span className={styles.note}>{option.note}</span>
        </div>
      ))}
    </div>
  )
}
