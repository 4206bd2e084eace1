import { NotStarted } from '../../command.ts'

/**
 * The names of a header as fields are called: a known name may be written in any case and with blanks, any other keeps
 * its case. Throws NotStarted for two names that differ in their case only, because one of them would be a slip.
 */
export function headerNames(cells: readonly string[], known: ReadonlySet<string>): readonly string[] {
  const names = cells.map((cell) => nameOf(cell, known))
  for (const [index, name] of names.entries()) {
    const other = names.findIndex(
      (candidate) => candidate !== name && candidate.toLowerCase() === name.toLowerCase(),
    )
    if (other > index)
      throw new NotStarted(`The headers of columns ${index + 1} and ${other + 1} differ in their case only.`)
  }
  return names
}

function nameOf(cell: string, known: ReadonlySet<string>): string {
  const trimmed = cell.trim()
  const small = trimmed.toLowerCase()
  const spelled = [small.replaceAll(/\s+/g, '_'), small.replaceAll(/\s+/g, '')].find((spelling) =>
    known.has(spelling),
  )
  return spelled ?? trimmed.replace(/^(source|destination|waypoint)(?=_)/i, (node) => node.toLowerCase())
}
