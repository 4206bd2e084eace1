import { counted } from '#std/counted.ts'
import { Marked } from '#ui/marked.tsx'
import { numberText, sizeText } from '#ui/number-text.ts'
import type { PackFile } from './check/manifest.ts'
import styles from './verify.module.css'

/** The files of a manifest with their sizes and hashes, and what a spreadsheet was kept from. */
export function FileList({ files }: { readonly files: readonly PackFile[] }) {
  return (
    <ul aria-label="Files" className={styles.files}>
      {files.map((file) => (
        <li key={file.name} className={styles.file}>
          <h3>
            <Marked text={file.name} />
          </h3>
          <p>
            <Marked text={file.holds} />: {counted(file.rows, 'row')}, {sizeText(file.bytes)}
            {file.bytes >= 1000 && ` (${numberText(file.bytes)} bytes)`}
          </p>
          <p className={styles.small}>{cellsText(file)}</p>
          <p className={styles.small}>
            SHA-256 <code>{file.sha256}</code>
          </p>
        </li>
      ))}
    </ul>
  )
}

function cellsText({ guarded_cells: guarded, cut_cells: cut }: PackFile): string {
  const words = [
    guarded
      ? `${counted(guarded, 'cell')} with ' before what a spreadsheet would run`
      : 'no cell with a guard',
    cut ? `${counted(cut, 'cell')} cut because a spreadsheet takes no more` : 'none cut',
  ]
  return `${words.join(', ')}.`
}
