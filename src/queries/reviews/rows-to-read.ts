/** Where fewer rows than this to a side of those in view are here, more are read. */
const near = 20
/** So many to each side are read then, so that whoever goes row by row asks once in forty rows. */
const ahead = 60

/**
 * The positions to read for the rows in view (`from` to `to`, `to` excluded), most urgent first. None while all rows in
 * view and near it are known.
 */
export function rowsToRead(
  from: number,
  to: number,
  total: number,
  isKnown: (position: number) => boolean,
): readonly number[] {
  const stretch = (first: number, last: number) => {
    const start = Math.max(0, first)
    return Array.from({ length: Math.max(0, Math.min(last, total) - start) }, (_, at) => start + at)
  }
  if (stretch(from - near, to + near).every(isKnown)) return []
  return [...stretch(from, to), ...stretch(to, to + ahead), ...stretch(from - ahead, from)]
}
