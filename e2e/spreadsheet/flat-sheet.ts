/** A cell as a spreadsheet has it: its text, what it takes it for, and its formula if it has one. */
export type Cell = {
  readonly text: string
  readonly type: string | undefined
  readonly formula: string | undefined
}

const rowTag = /<table:table-row\b[^>]*>([\s\S]*?)<\/table:table-row>/g
const cellTag = /<table:table-cell\b([^>]*?)(?:\/>|>([\s\S]*?)<\/table:table-cell>)/g
const paragraphTag = /<text:p\b[^>]*?(?:\/>|>([\s\S]*?)<\/text:p>)/g
/** LibreOffice writes the empty rest of a line as one cell that is there so often. */
const maxCells = 200

/** The cells of a flat sheet (FODS), line by line, without the empty ones at the end of each. */
export function readFlatSheet(xml: string): Cell[][] {
  const rows = [...xml.matchAll(rowTag)].map(([, row = '']) => {
    const cells = [...row.matchAll(cellTag)].flatMap(([, attributes = '', inside = '']) => {
      const repeated = Number(attributeOf(attributes, 'table:number-columns-repeated') ?? 1)
      const cell = {
        text: textOf(inside),
        type: attributeOf(attributes, 'office:value-type'),
        formula: attributeOf(attributes, 'table:formula'),
      }
      return Array.from({ length: Math.min(repeated, maxCells) }, () => cell)
    })
    return cells.slice(0, cells.findLastIndex(({ type, formula }) => type ?? formula) + 1)
  })
  return rows.filter((row) => row.length > 0)
}

function attributeOf(attributes: string, name: string): string | undefined {
  const value = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1]
  return value === undefined ? undefined : decoded(value)
}

function textOf(inside: string): string {
  return [...inside.matchAll(paragraphTag)].map(([, text = '']) => plainText(text)).join('\n')
}

function plainText(xml: string): string {
  const text = xml
    .replaceAll(/<text:s(?: text:c="(\d+)")?\/>/g, (_, count?: string) => ' '.repeat(Number(count ?? 1)))
    .replaceAll('<text:tab/>', '\t')
    .replaceAll('<text:line-break/>', '\n')
    .replaceAll(/<[^>]*>/g, '')
  return decoded(text)
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function decoded(text: string): string {
  return text.replaceAll(/&(?:#(x?)([\da-f]+)|(\w+));/gi, (whole, hex: string, code: string, name: string) =>
    name ? (entities[name] ?? whole) : String.fromCodePoint(Number.parseInt(code, hex ? 16 : 10)),
  )
}
