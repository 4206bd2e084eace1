/** A cell of a sheet: a text, or null where there is nothing. */
export type Cell = string | null

/** So many characters (UTF-16) a cell holds at most. */
const maxCell = 32_767

/**
 * What a text of XML cannot hold as it is. A spreadsheet reads `_x000D_` as a carriage return, so what looks like that has its
 * first sign written the same way.
 */
const special = /[&<>]|_(?=x[\da-fA-F]{4}_)|(?![\t\n])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu
/** Most texts hold nothing of that, which this tells in a third of the time. */
const harmless = /^[ -%'-;=?-~]*$/
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** A text as XML that a spreadsheet reads as this text. */
export function textXml(text: string): string {
  if (harmless.test(text) && !text.includes('_x')) return text
  return text.replaceAll(
    special,
    (sign) => entities[sign] ?? `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
  )
}

/** The name of a column by its number from 0: A … Z, AA … */
export function columnName(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : columnName(Math.floor(index / 26) - 1) + last
}

/** Makes rows of a sheet. */
export class RowWriter {
  readonly #columns: readonly { readonly name: string; readonly isCounter: boolean }[]
  #row = 0
  /** How many cells were longer than a cell may be, and are cut. */
  cut = 0

  /** `counters` are the columns whose cells are numbers, all others are texts. */
  constructor(header: readonly string[], counters: ReadonlySet<string>) {
    this.#columns = header.map((title, index) => ({
      name: columnName(index),
      isCounter: counters.has(title),
    }))
  }

  /** The first row, of texts alone. */
  header(titles: readonly string[]): string {
    this.#row += 1
    return `<row r="1">${titles.map((title, index) => this.#text(columnName(index), title)).join('')}</row>`
  }

  row(cells: readonly Cell[]): string {
    this.#row += 1
    let xml = `<row r="${this.#row}">`
    let index = 0
    for (const { name, isCounter } of this.#columns) {
      const cell = cells[index++]
      if (cell === null || cell === undefined || cell === '') continue
      xml += isCounter ? `<c r="${name}${this.#row}"><v>${cell}</v></c>` : this.#text(name, cell)
    }
    return `${xml}</row>`
  }

  #text(column: string, text: string): string {
    return `<c r="${column}${this.#row}" t="inlineStr"><is><t xml:space="preserve">${textXml(this.#fitting(text))}</t></is></c>`
  }

  #fitting(text: string): string {
    if (text.length <= maxCell) return text
    this.cut += 1
    // Not between the two halves of a sign.
    return text.slice(0, /[\ud800-\udbff]/.test(text.charAt(maxCell - 1)) ? maxCell - 1 : maxCell)
  }
}
