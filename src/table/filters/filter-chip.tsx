import { Fragment, type ReactNode } from 'react'
import { Popover } from '#ui/popover.tsx'
import type { Clause } from '../clauses/clause.ts'
import { clauseInShort, clauseWords } from '../clauses/clause-words.ts'
import type { FilterSpec } from '../clauses/filter-spec.ts'
import type { ControlSetting } from './clause-draft.ts'
import { ClauseForm } from './clause-form.tsx'
import styles from './filter-bar.module.css'

/** What a button of a field needs. */
export type FilterChipProps = {
  readonly spec: FilterSpec
  readonly clause: Clause | undefined
  /** Why it cannot be opened now, and the id of what says so in sight, where something does. */
  readonly refusal: string | undefined
  readonly refusalAt?: string
  readonly setting: ControlSetting
  readonly onChange: (field: string, clause: Clause | undefined) => void
  /** What stands on the button in place of the field's name and its filter; the field's name goes before it for screen readers. */
  readonly words?: string | undefined
}

/** The button of one field, which says what it is filtered by and opens its control. */
export function FilterChip(props: FilterChipProps) {
  const { spec, clause, refusal, refusalAt, setting, onChange, words } = props
  return (
    <Popover
      label={spec.label}
      tip={clause && clauseWords(spec, clause, setting.timeZone)}
      className={clause ? `${styles.chip} ${styles.set}` : styles.chip}
      refusal={refusal}
      {...(words !== undefined && { name: `${spec.label}: ${words}` })}
      {...(refusalAt !== undefined && { refusalAt })}
      trigger={<span className={styles.words}>{words ?? fullWords(props)}</span>}
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

/** The name of the field, and what it is filtered by. */
function fullWords({ spec, clause, setting }: FilterChipProps): ReactNode {
  if (!clause) return spec.label
  return (
    <>
      {spec.label}:{' '}
      {clauseInShort(spec, clause, setting.timeZone).map(({ operator, value }) => (
        <Fragment key={operator}>
          {operator} <b>{value}</b>{' '}
        </Fragment>
      ))}
    </>
  )
}
