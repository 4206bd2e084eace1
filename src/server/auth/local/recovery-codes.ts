import { randomBytes } from 'node:crypto'

const count = 10
const length = 20
/** Without those that are taken for one another: I, L, O, U (Crockford's Base32). */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Ten new recovery codes of 100 bits each, as they are shown: `4F7K2-…`. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: count }, () => {
    const text = [...randomBytes(length)].map((byte) => alphabet[byte % 32]).join('')
    return text.replace(/(?<=.)(?=(?:.{5})+$)/g, '-')
  })
}

/** A code as somebody typed it, without blanks and hyphens; what looks alike is the same, be it of full width. */
export function typedCode(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\p{Pd}]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
}
