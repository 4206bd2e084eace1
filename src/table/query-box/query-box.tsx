import { useId, useRef } from 'react'
import { Button } from '#ui/button.tsx'
import { Announcement } from '#ui/visually-hidden.tsx'
import { CompletionList, optionId } from './completion-list.tsx'
import styles from './query-box.module.css'
import { QueryProblem } from './query-problem.tsx'
import { type QueryInputOptions, useQueryInput } from './use-query-input.ts'

type QueryBoxProps = QueryInputOptions & {
  /** What the text is, `Query` unless said otherwise. */
  readonly label?: string
}

/** An input for the filter as text: checked while typing, applied by Enter, undone by Esc. */
export function QueryBox({ label = 'Query', ...options }: QueryBoxProps) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const query = useQueryInput(input, options)
  const { fault, active } = query
  const open = query.options.length > 0
  return (
    <form className={styles.box} onSubmit={query.submit}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <div className={styles.field}>
        <input
          ref={input}
          id={id}
          type="text"
          role="combobox"
          aria-expanded={open}
          aria-controls={open ? `${id}-list` : undefined}
          aria-autocomplete="list"
          aria-activedescendant={open && active >= 0 ? optionId(`${id}-list`, active) : undefined}
          aria-invalid={fault !== undefined}
          aria-describedby={fault ? `${id}-problem` : undefined}
          className={styles.input}
          placeholder="No filter"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          value={query.value}
          onChange={(event) => query.type(event.currentTarget)}
          onSelect={(event) => query.setCaret(event.currentTarget.selectionStart ?? 0)}
          onKeyDown={query.keydown}
          onBlur={query.close}
        />
        {open && (
          <CompletionList id={`${id}-list`} options={query.options} active={active} onPick={query.pick} />
        )}
      </div>
      {query.isChanged && <Button type="submit">Apply</Button>}
      {fault && <QueryProblem id={`${id}-problem`} text={query.value} problem={fault} />}
      <Announcement>{query.isRefused && fault?.message}</Announcement>
    </form>
  )
}
