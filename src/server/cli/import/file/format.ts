import { NotStarted } from '../../command.ts'

/** How the events are written. */
export type Format = 'ndjson' | 'csv'

const extensions: Readonly<Record<string, Format>> = {
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  json: 'ndjson',
  csv: 'csv',
}
const spaces = new Set([0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf])

/** Whether a file that begins with these bytes is compressed by gzip. */
export function gzipped(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b
}

/**
 * Tells the format by the name's extension (before `.gz`), else by the first character: a brace begins JSON.
 * Throws NotStarted for what cannot be either.
 */
export function readFormat(path: string, head: Buffer): Format {
  const alien = alienFormat(head)
  if (alien)
    throw new NotStarted(`The file is ${alien}. Give NDJSON or CSV in UTF-8, plain or compressed by gzip.`)
  const [, extension = ''] = /\.([a-z]+)$/.exec(path.toLowerCase().replace(/\.gz$/, '')) ?? []
  const byName = extensions[extension]
  if (byName) return byName
  const first = head.find((byte) => !spaces.has(byte))
  return first === undefined || first === 0x7b || first === 0x5b ? 'ndjson' : 'csv'
}

function alienFormat(head: Buffer): string | undefined {
  const [a, b, c, d] = head
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return 'written in UTF-16'
  if (a === 0x50 && b === 0x4b && c === 3 && d === 4) return 'a ZIP archive or an Excel workbook'
  if (a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd) return 'compressed by zstd'
  return gzipped(head) ? 'compressed twice' : undefined
}
