import { type ReactNode, useId, useState } from 'react'
import { Button } from '#ui/button.tsx'
import { lazyDialog } from '#ui/lazy-part.tsx'
import { narrow, useMediaQuery } from '#ui/use-media-query.ts'
import type { Clause, Clauses } from '../clauses/clause.ts'
import type { ControlSetting } from './clause-draft.ts'
import { AddFilter } from './add-filter.tsx'
import { FilterChip } from './filter-chip.tsx'
import styles from './filter-bar.module.css'
import type { FilterSpec } from '../clauses/filter-spec.ts'
import type { ValueCounts } from './value-counts.ts'
import type { TableSearch } from '../address/search.ts'

type FilterBarProps = {
  /** What is filtered here, where a table has more than one bar. */
  readonly label?: string
  readonly specs: readonly FilterSpec[]
  /** The fields that have a button at once; the others get one by "+ Filter" and keep it while they are set. Without it all have. */
  readonly first?: readonly string[]
  /** Fields whose button stands elsewhere; the sheet has them all. */
  readonly elsewhere?: readonly string[]
  readonly search: TableSearch
  /** Takes all clauses as they shall be; they replace a query too. */
  readonly onChange: (clauses: Clauses) => void
  /** The present moment in milliseconds. */
  readonly now: () => number
  /** The IANA name of the time zone in which times are written. */
  readonly timeZone: string
  /** Values in the loaded rows, by field: choices that a spec does not list, and texts to be offered. */
  readonly loadedChoices?: Readonly<Record<string, readonly string[]>>
  /** Takes every filter away, where more than clauses can be set; without it the clauses go. */
  readonly onClear?: (() => void) | undefined
  /** How many filters are set that are no clauses. */
  readonly others?: number
  /** What else stands in the row. */
  readonly children?: ReactNode
  /** What counts the values of fields. */
  readonly counts?: ValueCounts
}

const none = {}
const nowhere: readonly string[] = []

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
  const { onClear = () => onChange({}) } = props
  const { clauses, query } = search
  const sheet = useMediaQuery(narrow)
  const noteId = useId()
  const [sheetOpen, setSheetOpen] = useState(false)
  const setting: ControlSetting = { now, timeZone, seen: loadedChoices, counts: props.counts }
  const inQuery = query !== undefined
  const refusal = inQuery ? setInQuery : undefined
  const count = Object.keys(clauses).length + (props.others ?? 0)
  const inRow = specs.filter(({ field }) => !(props.elsewhere ?? nowhere).includes(field))
  const shown = buttonsOf(inRow, props.first, clauses)

  function change(field: string, clause: Clause | undefined) {
    const { [field]: _, ...kept } = clauses
    onChange(clause ? { ...kept, [field]: clause } : kept)
  }

  return (
    <fieldset className={styles.bar} aria-label={label}>
      {sheet ? (
        <Button icon="filter" refusal={refusal} refusalAt={noteId} onClick={() => setSheetOpen(true)}>
          {count > 0 ? `${label} (${count})` : label}
        </Button>
      ) : (
        shown.map((spec) => (
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
      {!sheet && props.first && (
        <AddFilter
          specs={inRow.filter((spec) => !shown.includes(spec))}
          refusal={refusal}
          refusalAt={noteId}
          setting={setting}
          onChange={change}
        />
      )}
      {props.children}
      {inQuery && (
        <p id={noteId} className={styles.note}>
          {setInQuery}
        </p>
      )}
      {(inQuery || count > 0) && (
        <Button look="quiet" className={styles.clear} onClick={onClear}>
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

/** Those of the first fields, in their order, and then those that are set. */
function buttonsOf(
  specs: readonly FilterSpec[],
  first: readonly string[] | undefined,
  clauses: Clauses,
): readonly FilterSpec[] {
  if (!first) return specs
  const atOnce = first.flatMap((field) => specs.find((spec) => spec.field === field) ?? [])
  return [...atOnce, ...specs.filter((spec) => clauses[spec.field] && !atOnce.includes(spec))]
}
