const [comma, lineFeed, quote, apostrophe, blank] = [0x2c, 0x0a, 0x22, 0x27, 0x20]
const signs: ReadonlySet<number> = new Set(Buffer.from('=+-@\t\r'))

/** What the bytes until here are the beginning of: of a guarded cell, as far as it has come, or of nothing (`inside`). */
type Place = 'inside' | 'separator' | 'quote' | 'apostrophes' | 'blanks'

/**
 * Counts the guarded cells in CSV whose texts are all in quotes, while it goes by. A cell begins where a comma or a line
 * feed, a quote and an apostrophe follow each other: within a cell every quote is doubled. It is guarded where apostrophes,
 * blanks and then a sign follow that a spreadsheet would run (`csv-columns.ts`).
 */
export class GuardCounter {
  count = 0
  #place: Place = 'separator'

  /** Hands the bytes on as they are. */
  readonly pass = async function* (
    this: GuardCounter,
    source: AsyncIterable<Buffer>,
  ): AsyncGenerator<Buffer> {
    for await (const bytes of source) {
      this.#look(bytes)
      yield bytes
    }
  }.bind(this)

  /** Goes byte by byte where a guarded cell may begin, and from there to the next such place at once. */
  #look(bytes: Buffer): void {
    let at = 0
    while (at < bytes.length) {
      if (this.#place !== 'inside') {
        this.#step(bytes[at])
        at += 1
        continue
      }
      // Apostrophes are rarer than quotes, of which every text has two.
      const next = bytes.indexOf(apostrophe, at)
      if (next < 0) {
        this.#place = placeAtEnd(bytes)
        return
      }
      at = next + 1
      if (bytes[next - 1] === quote && isSeparator(bytes[next - 2])) this.#place = 'apostrophes'
    }
  }

  #step(byte: number | undefined): void {
    const place = this.#place
    const runs = place === 'apostrophes' || place === 'blanks'
    if (runs && byte !== undefined && signs.has(byte)) this.count += 1
    this.#place = placeAfter(place, byte)
  }
}

function placeAfter(place: Place, byte: number | undefined): Place {
  if (isSeparator(byte)) return 'separator'
  if (place === 'separator' && byte === quote) return 'quote'
  if ((place === 'quote' || place === 'apostrophes') && byte === apostrophe) return 'apostrophes'
  if ((place === 'apostrophes' || place === 'blanks') && byte === blank) return 'blanks'
  return 'inside'
}

/** The place after bytes whose last are not the beginning of a guarded cell that has an apostrophe already. */
function placeAtEnd(bytes: Buffer): Place {
  if (isSeparator(bytes.at(-1))) return 'separator'
  return bytes.at(-1) === quote && isSeparator(bytes.at(-2)) ? 'quote' : 'inside'
}

function isSeparator(byte: number | undefined): boolean {
  return byte === comma || byte === lineFeed
}
