import { CsvError, parse } from 'csv-parse/sync'

/** What can stand between the cells of a record, and what it is called. */
export const separators = { ',': 'comma', ';': 'semicolon', '\t': 'tab' } as const
export type Separator = keyof typeof separators

/** What the message about a header that is none says: another separator may be why. */
export const separatorsTried = 'Cells were looked for with a comma, a semicolon and a tab between them.'

const all = [',', ';', '\t'] as const satisfies readonly Separator[]
/** The line with which spreadsheets name the separator. */
const named = /^"?sep=([,;\t])"?\r?$/i

/** The separator that a line `sep=;` names; undefined for any other line. */
export function namedSeparator(line: string): Separator | undefined {
  const character = named.exec(line)?.[1]
  return all.find((separator) => separator === character)
}

/** The separator by which a header has the most cells; a comma where that is none. */
export function separatorOf(header: string): Separator {
  const counts = all.map((separator) => ({ separator, cells: cellsOf(header, separator) }))
  return counts.reduce((best, count) => (count.cells > best.cells ? count : best)).separator
}

function cellsOf(header: string, delimiter: Separator): number {
  try {
    const [record]: string[][] = parse(header, { delimiter })
    return record?.length ?? 0
  } catch (error) {
    if (error instanceof CsvError) return 0
    throw error
  }
}
