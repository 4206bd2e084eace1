import { useId, useState } from 'react'
import { attributeRule } from '#contract/reviews/result-fields.ts'
import type { Clause } from '#table/clauses/clause.ts'
import { ClauseForm } from '#table/filters/clause-form.tsx'
import { filterSpecs } from '#table/clauses/filter-spec.ts'
import { Popover } from '#ui/popover.tsx'
import { attributeOf } from './definition.ts'
import { attributeLabel } from '../parts/labels.ts'
import styles from './attribute-filter.module.css'

type Props = {
  /** Attributes that have no control yet, as the contract names them: `source.department`. */
  readonly names: readonly string[]
  /** Why no filter can be added now. */
  readonly refusal: string | undefined
  readonly timeZone: string
  readonly onApply: (field: string, clause: Clause) => void
}

const noFurther = 'The rows have no further attributes.'

/** A filter for any attribute of an entity. */
export function AttributeFilter({ names, refusal, timeZone, onApply }: Props) {
  return (
    <Popover
      label="Filter by an attribute"
      trigger="More …"
      className={styles.more}
      refusal={refusal ?? (names.length === 0 ? noFurther : undefined)}
    >
      {(close) => (
        <AttributeForm
          names={names}
          timeZone={timeZone}
          onApply={(field, clause) => {
            close()
            if (clause) onApply(field, clause)
          }}
        />
      )}
    </Popover>
  )
}

type FormProps = Pick<Props, 'names' | 'timeZone'> & {
  readonly onApply: (field: string, clause: Clause | undefined) => void
}

function AttributeForm({ names, timeZone, onApply }: FormProps) {
  const id = useId()
  const [chosen, setChosen] = useState(names[0] ?? '')
  const [spec] = filterSpecs({ [chosen]: attributeRule }, { [chosen]: { label: wordsOf(chosen) } })
  return (
    <>
      <p>
        <label htmlFor={id}>Attribute</label>{' '}
        <select id={id} value={chosen} onChange={(event) => setChosen(event.target.value)}>
          {names.map((name) => (
            <option key={name} value={name}>
              {wordsOf(name)}
            </option>
          ))}
        </select>
      </p>
      {spec && (
        <ClauseForm
          key={chosen}
          spec={spec}
          clause={undefined}
          setting={{ now: Date.now, timeZone, seen: {} }}
          onApply={(clause) => onApply(chosen, clause)}
        />
      )}
    </>
  )
}

function wordsOf(field: string): string {
  const of = attributeOf(field)
  return of ? attributeLabel(of.node, of.name) : field
}
