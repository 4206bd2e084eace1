/** What is wrong with one line: the field it lies in ('' for the line as a whole), in words, without its text. */
export type LineProblem = { readonly field: string; readonly error: string }

/** Thrown before any line is read of a file that is none of its kind. */
export class Unreadable extends Error {
  override name = 'Unreadable'
}

/** Thrown at the end of a file that is not all of it. */
export class CutShort extends Error {
  override name = 'CutShort'
}

/** Thrown while one value is read; whoever reads the line adds the name of the field. */
export class Wrong extends Error {
  override name = 'Wrong'
}
