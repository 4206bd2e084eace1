/** What is wrong with one line: the field it lies in ('' for the line as a whole), in words, without its text. */
export type LineProblem = { readonly field: string; readonly error: string }

/** Thrown while one value is read; whoever reads the line adds the name of the field. */
export class Wrong extends Error {
  override name = 'Wrong'
}
