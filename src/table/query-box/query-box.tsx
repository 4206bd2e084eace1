import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef } from 'react'
import type { FieldTable } from '#scim/fields.ts'
import { Button } from '#ui/button.tsx'
import { Announcement } from '#ui/visually-hidden.tsx'
import { CompletionList, optionId } from './completion-list.tsx'
import type { FilterProblem } from '../clauses/filter-text.ts'
import styles from './query-box.module.css'
import type { QueryHistory } from './query-history.ts'
import { QueryHistoryButton } from './query-history-button.tsx'
import { QueryProblem } from './query-problem.tsx'
import { useCompletion } from './use-completion.ts'
import { useQueryDraft } from './use-query-draft.ts'

type QueryBoxProps = {
  /** What the text is, `Query` unless said otherwise. */
  readonly label?: string
  /** The present filter as SCIM text, '' for none. */
  readonly text: string
  /** What is wrong with that text: found in the link, or told by the server. */
  readonly problem: FilterProblem | undefined
  readonly onSubmit: (text: string) => void
  readonly fields: FieldTable
  /** Values to offer besides those of the table, by field. */
  readonly suggestions?: Readonly<Record<string, readonly string[]>>
  /** Is told why what is listed is not what stands in the box; undefined while it is. Does not change between renders. */
  readonly onUnapplied?: ((why: string | undefined) => void) | undefined
  /** The queries that have been applied before; without it none are offered or kept. */
  readonly history?: QueryHistory | undefined
  /** What else is to be known of the text. */
  readonly note?: string | undefined
  /** Whether the box takes the focus when it comes. */
  readonly focused?: boolean
}

/** An input for the filter as text: checked while typing, applied by Enter, undone by Esc. */
export function QueryBox(props: QueryBoxProps) {
  const { label = 'Query', text, problem, onSubmit, fields, suggestions, onUnapplied, history } = props
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const draft = useQueryDraft({ text, fields, input, history, onSubmit, onUnapplied })
  const box = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (props.focused) input.current?.focus()
  }, [props.focused])

  // An input drops line ends; as spaces they keep the words apart and the places right.
  const value = (draft.text ?? text).replace(/[\r\n]/g, ' ')
  const completion = useCompletion({ value, input, fields, suggestions, write: draft.write })
  const { options, open, active } = completion
  // While options are offered the text is not finished, and the list would lie over the message.
  const fault = draft.text === undefined ? problem : open ? undefined : draft.problem

  function submit(event: FormEvent) {
    event.preventDefault()
    completion.close()
    draft.send()
  }

  function takeUp(query: string) {
    draft.write(query)
    input.current?.focus()
  }

  function keydown(event: KeyboardEvent) {
    const option = options[active]
    if (event.key === 'Escape' && (open || draft.text !== undefined)) {
      if (open) completion.close()
      else draft.takeBack()
    } else if (event.key === 'ArrowUp' && value === '' && history && !open) {
      box.current?.querySelector<HTMLElement>('[aria-haspopup]')?.click()
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      completion.step(event.key === 'ArrowDown' ? 1 : -1)
    } else if (open && option && (event.key === 'Enter' || event.key === 'Tab')) completion.pick(option)
    else return
    event.preventDefault()
  }

  return (
    <form ref={box} className={styles.box} onSubmit={submit}>
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
          value={value}
          onChange={(event) => completion.type(event.currentTarget)}
          onSelect={(event) => completion.setCaret(event.currentTarget.selectionStart ?? 0)}
          onKeyDown={keydown}
          onBlur={completion.close}
        />
        {open && (
          <CompletionList id={`${id}-list`} options={options} active={active} onPick={completion.pick} />
        )}
      </div>
      <div className={styles.actions}>
        {draft.text !== undefined && draft.text !== text && <Button type="submit">Apply</Button>}
        {history && <QueryHistoryButton history={history} onPick={takeUp} />}
      </div>
      {props.note && <p className={styles.about}>{props.note}</p>}
      {fault && <QueryProblem id={`${id}-problem`} text={value} problem={fault} />}
      <Announcement>{draft.isRefused && fault?.message}</Announcement>
    </form>
  )
}
