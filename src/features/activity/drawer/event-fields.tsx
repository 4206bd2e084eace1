import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { ActionEvent } from '#contract/activity/action-event.ts'
import { actionEventKeys } from '#contract/activity/action-event.ts'
import type { ValueFilter } from '#table/address/narrow-search.ts'
import type { RowValue } from '#table/cell-filters/value-choices.tsx'
import { IconButton } from '#ui/button.tsx'
import { Fact, Facts } from '#ui/facts.tsx'
import { Marked } from '#ui/marked.tsx'
import { Muted } from '#ui/muted.tsx'
import { isolated } from '#std/isolate.ts'
import { labels } from '../labels.ts'
import { valueOf } from '../table/row-values.ts'
import { taskPath } from '../task/address.ts'

type Props = {
  readonly event: ActionEvent
  readonly onFilter: (filter: ValueFilter) => void
}

/** Every field of an event by its label and its name in the API; then those that the contract does not name. */
export function EventFields({ event, onFilter }: Props) {
  const known = new Set<string>(actionEventKeys)
  const extra = Object.entries(event).filter(([key]) => !known.has(key))
  return (
    <section>
      <h3>All fields</h3>
      <Facts hasLongNames>
        {actionEventKeys.map((key) => (
          <Field key={key} name={key} label={labels[key]} value={event[key]}>
            <FieldFilters value={valueOf(event, key)} onFilter={onFilter} />
          </Field>
        ))}
      </Facts>
      {extra.length > 0 && (
        <>
          <h3>Fields this version does not know</h3>
          <Facts hasLongNames>
            {extra.map(([key, value]) => (
              <Field key={key} name={key} value={value} />
            ))}
          </Facts>
        </>
      )}
    </section>
  )
}

/** Fields that hold words; the others hold ids, names of the API, times and numbers, which are read letter by letter. */
const words = /_name$|^messages$/

type FieldProps = {
  readonly name: string
  readonly label?: string
  readonly value: unknown
  /** What can be done with the value. */
  readonly children?: ReactNode
}

function Field({ name, label, value, children }: FieldProps) {
  const text = textOf(value)
  const Text = words.test(name) ? 'span' : 'code'
  return (
    <Fact
      name={
        <>
          {label}{' '}
          <code>
            <Marked text={name} />
          </code>
        </>
      }
    >
      {text === undefined ? (
        <Muted>empty</Muted>
      ) : (
        <Text>
          {name === 'policy_task' ? (
            <Link to={taskPath(text)}>
              <Marked text={text} />
            </Link>
          ) : (
            <Marked text={text} />
          )}
        </Text>
      )}
      {children}
    </Fact>
  )
}

type FilterProps = { readonly value: RowValue | undefined; readonly onFilter: Props['onFilter'] }

/** Leave only events with the value, or those without it; nothing where the API does not compare the field with `eq`. */
function FieldFilters({ value: row, onFilter }: FilterProps) {
  if (!row) return null
  const { field, value, label, text } = row
  return (
    <>
      <IconButton
        icon="filter"
        label={`Only ${label}: ${isolated(text)}`}
        onClick={() => onFilter({ field, value, isExcluded: false })}
      />
      <IconButton
        icon="ban"
        label={`Exclude ${label}: ${isolated(text)}`}
        onClick={() => onFilter({ field, value, isExcluded: true })}
      />
    </>
  )
}

/** A value as a reader may copy it: text as it is, anything else as JSON; undefined for what says nothing. */
function textOf(value: unknown): string | undefined {
  if (value === null || value === undefined || value === '') return undefined
  if (Array.isArray(value) && value.length === 0) return undefined
  return typeof value === 'string'
    ? value
    : JSON.stringify(value, null, typeof value === 'object' ? 1 : undefined)
}
