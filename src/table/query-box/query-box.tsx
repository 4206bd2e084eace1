import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import type { FieldTable } from '#scim/fields.ts'
import { Button } from '#ui/button.tsx'
import { Announcement } from '#ui/visually-hidden.tsx'
import { type CompletionOption, complete } from './completion.ts'
import { CompletionList, optionId } from './completion-list.tsx'
import type { FilterProblem } from '../clauses/filter-text.ts'
import styles from './query-box.module.css'
import type { QueryHistory } from './query-history.ts'
import { QueryHistoryButton } from './query-history-button.tsx'
import { QueryProblem } from './query-problem.tsx'
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

const closed = { open: false, active: -1 }

/** An input for the filter as text: checked while typing, applied by Enter, undone by Esc. */
export function QueryBox(props: QueryBoxProps) {
  const { label = 'Query', text, problem, onSubmit, fields, suggestions, onUnapplied, history } = props
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const draft = useQueryDraft({ text, fields, input, history, onSubmit, onUnapplied })
  const [caret, setCaret] = useState(0)
  const [list, setList] = useState(closed)
  const box = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (props.focused) input.current?.focus()
  }, [props.focused])

  // An input drops line ends; as spaces they keep the words apart and the places right.
  const value = (draft.text ?? text).replace(/[\r\n]/g, ' ')
  const completion = list.open ? complete(value, caret, fields, suggestions) : undefined
  const options = completion?.options ?? []
  const open = options.length > 0
  const active = Math.min(list.active, options.length - 1)
  // While options are offered the text is not finished, and the list would lie over the message.
  const fault = draft.text === undefined ? problem : open ? undefined : draft.problem

  function type(element: HTMLInputElement) {
    draft.write(element.value)
    setCaret(element.selectionStart ?? element.value.length)
    setList({ open: true, active: -1 })
  }

  function pick(option: CompletionOption) {
    const element = input.current
    if (!element || !completion) return
    const space = option.text.endsWith('(') || element.value[completion.to] === ' ' ? '' : ' '
    element.setRangeText(option.text + space, completion.from, completion.to, 'end')
    type(element)
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    setList(closed)
    draft.send()
  }

  function takeUp(query: string) {
    draft.write(query)
    input.current?.focus()
  }

  function keydown(event: KeyboardEvent) {
    const option = options[active]
    if (event.key === 'Escape' && (open || draft.text !== undefined)) {
      if (open) setList(closed)
      else draft.takeBack()
    } else if (event.key === 'ArrowUp' && value === '' && history && !open) {
      box.current?.querySelector<HTMLElement>('[aria-haspopup]')?.click()
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : -1
      setList({ open: true, active: open ? Math.max(-1, active + step) : Math.max(-1, step - 1) })
    } else if (open && option && (event.key === 'Enter' || event.key === 'Tab')) pick(option)
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
          onChange={(event) => type(event.currentTarget)}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
          onKeyDown={keydown}
          onBlur={() => setList(closed)}
        />
        {open && <CompletionList id={`${id}-list`} options={options} active={active} onPick={pick} />}
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
