import type { LineProblem } from '../../../lines/problem.ts'
import type { Separator } from '../../../lines/separator.ts'

/** Reads the cells of one record, in the order of the header. */
export type ReadCells<T> = (cells: readonly string[]) => T | LineProblem

/** A row, and the number of the line that its first character stands on. */
export type NumberedRow<T> = { readonly line: number; readonly row: T }

/** What the lines of a file stand for, and how each is read. */
export type Kind<T extends object> = {
  /**
   * What becomes of a number in JSON that would not come back as it is written: it reaches `readObject` as a `NumberText`,
   * or its line is refused if it would be rounded.
   */
  readonly unusualNumbers: 'as text' | 'refused if rounded'
  /** Reads an object of values as JSON gives them, or says the first thing that is wrong with it. */
  readonly readObject: (object: Readonly<Record<string, unknown>>) => T | LineProblem
  /** Reads the header of a CSV file. Throws NotStarted when it is none. */
  readonly readHeader: (names: readonly string[], separator: Separator) => ReadCells<T>
}
