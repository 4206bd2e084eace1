import type { AccessRowInput } from '../../../store/reviews/access/access-rows.ts'
import { NotStarted } from '../../command.ts'
import { accessFields, isAccessField, readAccessRow, requiredFields } from './access-row.ts'
import { checkHeader } from '../file/csv.ts'
import { headerNames } from '../file/header-names.ts'
import type { Kind, ReadCells } from '../file/kind.ts'
import { type Separator, separatorsTried } from '../../../lines/separator.ts'

/** Lines that are rows of access, for certifications. */
export const accessRows: Kind<AccessRowInput> = {
  unusualNumbers: 'as text',
  readObject: (object) => readAccessRow(object),
  readHeader,
}

function readHeader(cells: readonly string[], separator: Separator): ReadCells<AccessRowInput> {
  const names = headerNames(cells, new Set(accessFields))
  const between = separator === ';' ? /[;|]/ : ';'
  const unknown = names.findIndex((name) => !isAccessField(name))
  if (unknown !== -1)
    throw new NotStarted(
      `The header of column ${unknown + 1} is not a field of a row of access. Fields are ${accessFields.join(', ')}, and properties as source_…, destination_… and waypoint_…. ${separatorsTried}`,
    )
  checkHeader(names, requiredFields)
  return (record) =>
    readAccessRow(Object.fromEntries(names.map((name, index) => [name, record[index] ?? ''])), between)
}
