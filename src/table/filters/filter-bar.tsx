import { Fragment, useId, useState } from 'react'
import { Button } from '#ui/button.tsx'
import { lazyDialog } from '#ui/lazy-part.tsx'
import { Popover } from '#ui/popover.tsx'
import { narrow, useMediaQuery } from '#ui/use-media-query.ts'
import type { Clause, Clauses } from '../clauses/clause.ts'
import type { ControlSetting } from './clause-draft.ts'
import { ClauseForm } from './clause-form.tsx'
import { clauseInShort, clauseWords } from '../clauses/clause-words.ts'
import styles from './filter-bar.module.css'
import type { FilterSpec } from '../clauses/filter-spec.ts'
import type { TableSearch } from '../address/search.ts'

type FilterBarProps = {
  /** What is filtered here, where a table has more than one bar. */
  readonly label?: string
  readonly specs: readonly FilterSpec[]
  readonly search: TableSearch
  /** Takes all clauses as they shall be; they replace a query too. */
  readonly onChange: (clauses: Clauses) => void
  /** The present moment in milliseconds. */
  readonly now: () => number
  /** The IANA name of the time zone in which times are written. */
  readonly timeZone: string
  /** Values in the loaded rows, by field: choices that a spec does not list, and texts to be offered. */
  readonly loadedChoices?: Readonly<Record<string, readonly string[]>>
}

const none = {}

/** Why the controls of single fields cannot be used: what they would show stands in the text of the query. */
export const setInQuery = 'The filter is set in the query.'

const FilterSheet = lazyDialog(
  'Filters',
  () => import('./filter-sheet.tsx'),
  (module) => module.FilterSheet,
)

/**
 * The filters of a table: a row of buttons, each opening a field's control; in a narrow window one button that opens a
 * sheet.
 */
export function FilterBar(props: FilterBarProps) {
  const { specs, search, onChange, now, timeZone, loadedChoices = none, label = 'Filters' } = props
  const { clauses, query } = search
  const sheet = useMediaQuery(narrow)
  const noteId = useId()
  const [sheetOpen, setSheetOpen] = useState(false)
  const setting: ControlSetting = { now, timeZone, seen: loadedChoices }
  const inQuery = query !== undefined
  const refusal = inQuery ? setInQuery : undefined
  const count = Object.keys(clauses).length

  function change(field: string, clause: Clause | undefined) {
    const { [field]: _, ...others } = clauses
    onChange(clause ? { ...others, [field]: clause } : others)
  }

  return (
    <fieldset className={styles.bar} aria-label={label}>
      {sheet ? (
        <Button icon="filter" refusal={refusal} refusalAt={noteId} onClick={() => setSheetOpen(true)}>
          {count > 0 ? `${label} (${count})` : label}
        </Button>
      ) : (
        specs.map((spec) => (
          <FilterChip
            key={spec.field}
            spec={spec}
            clause={clauses[spec.field]}
            refusal={refusal}
            refusalAt={noteId}
            setting={setting}
            onChange={change}
          />
        ))
      )}
      {inQuery && (
        <p id={noteId} className={styles.note}>
          {setInQuery}
        </p>
      )}
      {(inQuery || count > 0) && (
        <Button look="quiet" className={styles.clear} onClick={() => onChange({})}>
          Clear all
        </Button>
      )}
      {sheetOpen && (
        <FilterSheet
          title={label}
          specs={specs}
          clauses={clauses}
          setting={setting}
          onApply={(next) => {
            setSheetOpen(false)
            onChange(next)
          }}
          onClose={() => setSheetOpen(false)}
        />
      )}
    </fieldset>
  )
}

type FilterChipProps = {
  readonly spec: FilterSpec
  readonly clause: Clause | undefined
  readonly refusal: string | undefined
  readonly refusalAt: string
  readonly setting: ControlSetting
  readonly onChange: (field: string, clause: Clause | undefined) => void
}

function FilterChip(props: FilterChipProps) {
  const { spec, clause, refusal, refusalAt, setting, onChange } = props
  const words = clause && clauseWords(spec, clause, setting.timeZone)
  return (
    <Popover
      label={spec.label}
      tip={words}
      className={clause ? `${styles.chip} ${styles.set}` : styles.chip}
      refusal={refusal}
      refusalAt={refusalAt}
      trigger={
        <span className={styles.words}>
          {spec.label}
          {clause && ': '}
          {clause &&
            clauseInShort(spec, clause, setting.timeZone).map(({ operator, value }) => (
              <Fragment key={operator}>
                {operator} <b>{value}</b>{' '}
              </Fragment>
            ))}
        </span>
      }
    >
      {(close) => (
        <ClauseForm
          spec={spec}
          clause={clause}
          setting={setting}
          onApply={(next) => {
            // Closed first: the focus goes back to the button while it is still there.
            close()
            onChange(spec.field, next)
          }}
        />
      )}
    </Popover>
  )
}
