import { maxSheetRows } from '#contract/export-job.ts'
import type { ExportFormat } from '#queries/exports/export-request.ts'
import { useId } from 'react'
import { numberText } from '#ui/number-text.ts'
import { Hint } from '#ui/hint.tsx'
import styles from './exports.module.css'

type Props = {
  readonly format: ExportFormat
  /** Whether there are more rows than a sheet holds. */
  readonly tooMany: boolean
  readonly onFormat: (format: ExportFormat) => void
}

const formats: Readonly<Record<ExportFormat, string>> = {
  CSV: 'CSV, for any number of rows',
  XLSX: `XLSX, for up to ${numberText(maxSheetRows)} rows`,
}

/** CSV or XLSX; the latter only while its sheet holds all rows. */
export function FormatChoice({ format, tooMany, onFormat }: Props) {
  const id = useId()
  return (
    <fieldset className={styles.formats}>
      <legend>Format</legend>
      {(['CSV', 'XLSX'] as const).map((name) => (
        <label key={name}>
          <input
            type="radio"
            name="format"
            checked={format === name}
            aria-disabled={name === 'XLSX' && tooMany}
            aria-describedby={name === 'XLSX' && tooMany ? id : undefined}
            onChange={() => onFormat(name)}
          />
          {formats[name]}
        </label>
      ))}
      {tooMany && (
        <Hint id={id}>
          A sheet of XLSX holds at most {numberText(maxSheetRows)} rows: narrow the filter for it.
        </Hint>
      )}
    </fieldset>
  )
}
