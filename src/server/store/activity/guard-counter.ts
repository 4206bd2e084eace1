const [comma, lineFeed, quote, apostrophe, blank] = [0x2c, 0x0a, 0x22, 0x27, 0x20]
const signs: ReadonlySet<number> = new Set(Buffer.from('=+-@\t\r'))
const opening = Buffer.from([quote, apostrophe])

/**
 * Counts the guarded cells in CSV whose texts are all in quotes, while it goes by. A cell begins where a comma or a line
 * feed, a quote and an apostrophe follow each other: within a cell every quote is doubled. It is guarded where apostrophes,
 * blanks and then a sign follow that a spreadsheet would run (`csv-columns.ts`).
 */
export class GuardCounter {
  count = 0
  /** What has gone by, as far as it may be the beginning of a guarded cell. */
  #rest: Buffer = Buffer.from([lineFeed])

  /** Hands the bytes on as they are. */
  readonly pass = async function* (
    this: GuardCounter,
    source: AsyncIterable<Buffer>,
  ): AsyncGenerator<Buffer> {
    for await (const bytes of source) {
      this.#look(Buffer.concat([this.#rest, bytes]))
      yield bytes
    }
  }.bind(this)

  #look(bytes: Buffer): void {
    let rest = bytes.length - opening.length
    for (let at = bytes.indexOf(opening, 1); at > 0; at = bytes.indexOf(opening, at + 1)) {
      const before = bytes[at - 1]
      if (before !== comma && before !== lineFeed) continue
      const sign = bytes[afterGuard(bytes, at + opening.length)]
      if (sign === undefined) {
        rest = at - 1
        break
      }
      if (signs.has(sign)) this.count += 1
    }
    this.#rest = bytes.subarray(Math.max(0, rest))
  }
}

/** Where apostrophes and then blanks end. */
function afterGuard(bytes: Buffer, start: number): number {
  let at = start
  while (bytes[at] === apostrophe) at += 1
  while (bytes[at] === blank) at += 1
  return at
}
