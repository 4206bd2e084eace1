/** A place in a filter's text. It never goes back, so that the work is in step with the length of the text. */
export class Reader {
  readonly text: string
  readonly end: number
  at = 0

  constructor(text: string) {
    this.text = text
    this.end = text.length
  }

  /** The UTF-16 unit at the present place, or -1 at the end. */
  peek(): number {
    return this.at < this.end ? this.text.charCodeAt(this.at) : -1
  }

  /** Passes space, tab, CR and LF; true when it passed one. */
  skipSpace(): boolean {
    const start = this.at
    while (this.at < this.end && isSpace(this.text.charCodeAt(this.at))) this.at++
    return this.at > start
  }

  /** Where the word that starts at the present place ends: at white space, a bracket, a quote or the end. */
  wordEnd(): number {
    let at = this.at
    while (at < this.end && !isDelimiter(this.text.charCodeAt(at))) at++
    return at
  }
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}

export function isAlpha(code: number): boolean {
  const lower = code | 0x20
  return lower >= 0x61 && lower <= 0x7a
}

/** nameChar of RFC 7643 section 2.1, which has the `$` that the grammar of RFC 7644 forgot. */
export function isNameChar(code: number): boolean {
  return isAlpha(code) || (code >= 0x30 && code <= 0x39) || code === 0x5f || code === 0x2d || code === 0x24
}

function isDelimiter(code: number): boolean {
  if (code > 0x5d) return false
  return isSpace(code) || code === 0x28 || code === 0x29 || code === 0x5b || code === 0x5d || code === 0x22
}
