import type { AccessRowInput } from '../../store/reviews/access-rows.ts'
import { NotStarted } from '../command.ts'
import { accessFields, isAccessField, readAccessRow, requiredFields } from './access-row.ts'
import { checkHeader } from './csv.ts'
import type { Kind, ReadCells } from './kind.ts'

/** Lines that are rows of access, for certifications. */
export const accessRows: Kind<AccessRowInput> = { readObject: readAccessRow, readHeader }

function readHeader(names: readonly string[]): ReadCells<AccessRowInput> {
  const unknown = names.findIndex((name) => !isAccessField(name))
  if (unknown !== -1)
    throw new NotStarted(
      `The header of column ${unknown + 1} is not a field of a row of access. Fields are ${accessFields.join(', ')}, and properties as source_…, destination_… and waypoint_….`,
    )
  checkHeader(names, requiredFields)
  return (cells) => readAccessRow(Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ''])))
}
