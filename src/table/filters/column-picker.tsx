import { useId } from 'react'
import { Button } from '#ui/button.tsx'
import { Popover } from '#ui/popover.tsx'
import styles from './column-picker.module.css'
import type { Column, ColumnVisibility } from '../grid/column.ts'

type ColumnPickerProps = {
  readonly columns: readonly Pick<Column<never>, 'id' | 'header' | 'fixed'>[]
  readonly visibility: ColumnVisibility
  /** What shows when nobody has chosen anything. */
  readonly usual: ColumnVisibility
  readonly onChange: (visibility: ColumnVisibility) => void
}

/** A menu that shows and hides columns. */
export function ColumnPicker({ columns, visibility, usual, onChange }: ColumnPickerProps) {
  const hintId = useId()
  return (
    <Popover label="Columns" trigger="Columns" icon="columns">
      {() => (
        <>
          <fieldset className={styles.list} aria-label="Columns to show">
            {columns.map(({ id, header, fixed }) => (
              <div key={id} className={styles.choice}>
                <label className={styles.choice}>
                  <input
                    type="checkbox"
                    checked={visibility[id] !== false}
                    disabled={fixed}
                    aria-describedby={fixed ? `${hintId}-${id}` : undefined}
                    onChange={(event) => onChange({ ...visibility, [id]: event.target.checked })}
                  />
                  {header}
                </label>
                {fixed && (
                  <span id={`${hintId}-${id}`} className={styles.hint}>
                    always shown
                  </span>
                )}
              </div>
            ))}
          </fieldset>
          <Button onClick={() => onChange(usual)}>Reset columns</Button>
        </>
      )}
    </Popover>
  )
}
