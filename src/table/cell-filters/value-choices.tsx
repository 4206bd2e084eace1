import { Button } from '#ui/button.tsx'
import { ButtonRow } from '#ui/button-row.tsx'
import { Fact, Facts } from '#ui/facts.tsx'
import { Foreign } from '#ui/foreign.tsx'
import { isolated } from '#std/isolate.ts'
import type { ValueFilter } from '../address/narrow-search.ts'

/** A value of a row that the list can be filtered by. */
export type RowValue = {
  /** Its field in the API, which has the operator `eq`. */
  readonly field: string
  readonly value: string | number | boolean
  /** The words for the field and for the value on the screen. */
  readonly label: string
  readonly text: string
}

type Props = {
  readonly values: readonly RowValue[]
  readonly onFilter: (filter: ValueFilter) => void
}

/** For each value of a row a button that leaves only the rows with it, and one that leaves the others. */
export function ValueChoices({ values, onFilter }: Props) {
  return (
    <Facts>
      {values.map(({ field, value, label, text }) => (
        <Fact key={field} name={label}>
          <Foreign text={text} />
          <ButtonRow>
            <Button
              icon="filter"
              aria-label={`Only ${label}: ${isolated(text)}`}
              onClick={() => onFilter({ field, value, isExcluded: false })}
            >
              Only
            </Button>
            <Button
              icon="ban"
              aria-label={`Exclude ${label}: ${isolated(text)}`}
              onClick={() => onFilter({ field, value, isExcluded: true })}
            >
              Exclude
            </Button>
          </ButtonRow>
        </Fact>
      ))}
    </Facts>
  )
}
