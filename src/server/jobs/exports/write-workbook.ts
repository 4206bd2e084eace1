import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { type Cell, RowWriter, textXml } from './sheet-xml.ts'

/** What becomes a sheet; a `title` has at most 31 characters, and none of `[]:*?/\`. */
export type Sheet = {
  readonly title: string
  readonly header: readonly string[]
  /** The columns whose cells are numbers; all others are texts, so that no spreadsheet makes anything of them. */
  readonly counters: ReadonlySet<string>
  readonly rows: AsyncIterable<readonly (readonly Cell[])[]>
}

/**
 * Writes a workbook of one sheet (XLSX) to a stream while its rows are read, and leaves the stream open. Returns how many
 * rows it has, and how many cells were too long for a spreadsheet and are cut.
 */
export async function writeWorkbook(
  sheet: Sheet,
  out: Writable,
): Promise<{ readonly rows: number; readonly cut: number }> {
  const writer = new RowWriter(sheet.header, sheet.counters)
  const zip = new ZipFile()
  const stop = new AbortController()
  const fail = (error: unknown) => stop.abort(error)
  let rows = 0
  const counted = async function* () {
    for await (const some of sheet.rows) {
      rows += some.length
      yield some
    }
  }
  const xml = Readable.from(sheetXml({ ...sheet, rows: counted() }, writer), { objectMode: false })
  xml.once('error', fail)
  zip.once('error', fail)
  for (const [name, part] of Object.entries(partsOf(sheet.title))) zip.addBuffer(Buffer.from(part), name)
  zip.addReadStream(xml, 'xl/worksheets/sheet1.xml')
  zip.end()
  try {
    await pipeline(zip.outputStream, out, { end: false, signal: stop.signal })
  } catch (error) {
    xml.destroy()
    throw stop.signal.aborted ? stop.signal.reason : error
  }
  return { rows, cut: writer.cut }
}

/** So many rows become one text: longer ones would live on until all memory is looked through. */
const rowsAtOnce = 20

const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const spreadsheet = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'

async function* sheetXml({ header, rows }: Sheet, writer: RowWriter): AsyncGenerator<string> {
  yield `${xmlHead}<worksheet xmlns="${spreadsheet}"><sheetData>${writer.header(header)}`
  for await (const some of rows)
    for (let start = 0; start < some.length; start += rowsAtOnce)
      yield some
        .slice(start, start + rowsAtOnce)
        .map((row) => writer.row(row))
        .join('')
  yield '</sheetData></worksheet>'
}

/** All of a workbook but its sheet (ECMA-376, part 1). */
function partsOf(title: string): Readonly<Record<string, string>> {
  const packages = 'http://schemas.openxmlformats.org/package/2006'
  const documents = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const relation = (type: string, target: string) =>
    `${xmlHead}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${documents}/${type}" Target="${target}"/></Relationships>`
  return {
    '[Content_Types].xml': `${xmlHead}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${types}.worksheet+xml"/></Types>`,
    '_rels/.rels': relation('officeDocument', 'xl/workbook.xml'),
    'xl/workbook.xml': `${xmlHead}<workbook xmlns="${spreadsheet}" xmlns:r="${documents}"><sheets><sheet name="${textXml(title)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relation('worksheet', 'worksheets/sheet1.xml'),
  }
}
