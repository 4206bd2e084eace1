import pg from 'pg'

const { builtins, getTypeParser } = pg.types
const textArray = getTypeParser(1009, 'text')

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
export const textTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (format !== 'binary' && asText.has(oid)) return (value: string) => value
    if (format !== 'binary' && asTextArray.has(oid)) return textArray
    return getTypeParser(oid, format as 'text')
  }) as typeof getTypeParser,
}
