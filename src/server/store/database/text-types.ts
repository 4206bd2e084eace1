import pg from 'pg'

const { builtins } = pg.types
// pg's types know only the numbers of its own list, which has no arrays.
const parserOf = pg.types.getTypeParser as (
  oid: number,
  format?: 'text' | 'binary',
) => (value: string) => unknown
const textArray = parserOf(1009)

// Times stay the text that PostgreSQL writes (reading them as Date loses digits and costs half the speed), int8 the
// string the contract wants. The numbers are the array types: date[], time[], timestamp[], timestamptz[], int8[].
const asText = new Set<number>([
  builtins.DATE,
  builtins.TIME,
  builtins.TIMESTAMP,
  builtins.TIMESTAMPTZ,
  builtins.INT8,
])
const asTextArray = new Set<number>([1182, 1183, 1115, 1185, 1016])

/** The `types` of every connection: times and int8 come as text, arrays of them as arrays of text. */
export const textTypes: pg.CustomTypesConfig = { getTypeParser }

function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (format !== 'binary' && asText.has(oid)) return (value) => value
  if (format !== 'binary' && asTextArray.has(oid)) return textArray
  return parserOf(oid, format)
}
