import { type DragEvent, useState } from 'react'
import { FormField } from '#ui/form-field.tsx'
import { Problem } from '#ui/hint.tsx'
import styles from './import.module.css'

type Props = { readonly text: string; readonly onText: (text: string) => void }

/** As many characters as the server takes. */
const maxLength = 900_000
const tooLarge =
  'The file is larger than 900,000 characters. Split it, or import it in a terminal of the server.'

/** The text of a file: chosen, dropped, or pasted. */
export function FileChoice({ text, onText }: Props) {
  const [problem, setProblem] = useState<string>()
  async function take(file: File | undefined) {
    if (!file) return
    setProblem(file.size > 4 * maxLength ? tooLarge : undefined)
    if (file.size > 4 * maxLength) return
    try {
      onText(await file.text())
    } catch {
      setProblem('The file could not be read. Choose it again.')
    }
  }
  const drop = (event: DragEvent<HTMLDivElement>) => {
    event.preventDefault()
    void take(event.dataTransfer.files[0])
  }
  return (
    <div className={styles.choice} onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      <FormField label="File" hint="Choose one, or drop it here.">
        {(wiring) => (
          <input
            {...wiring}
            type="file"
            accept=".csv,.ndjson,.jsonl,.json,.txt"
            onChange={(event) => void take(event.target.files?.[0])}
          />
        )}
      </FormField>
      <FormField label="Or its text">
        {(wiring) => (
          <textarea
            {...wiring}
            rows={6}
            spellCheck={false}
            value={text}
            onChange={(event) => onText(event.target.value)}
          />
        )}
      </FormField>
      <Problem text={problem ?? (text.length > maxLength ? tooLarge : undefined)} />
    </div>
  )
}
