import { randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** An API key as text is read into what finds it and what proves it; or why it is none. */
export type ReadKey = { readonly id: string; readonly secret: string } | 'malformed' | 'mistyped'

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const secretLength = 43
const sumLength = 6
const shape = new RegExp(`^csk_([0-9a-f]{8})_([0-9A-Za-z]{${secretLength}})([0-9A-Za-z]{${sumLength}})$`)
/** Keys that were made before there was a checksum. They work until they expire. */
const oldShape = /^csk_([0-9a-f]{8})_([\w-]{43})$/

/**
 * Makes the text of a key (security 4.5): `csk_`, its id, 32 random bytes, and a checksum (CRC-32) of all that, by which a
 * key that was mistyped or cut is told from one that is not known, without asking the database. Numbers are in base 62.
 */
export function newKeyText(): { readonly id: string; readonly secret: string; readonly text: string } {
  const id = randomBytes(4).toString('hex')
  const secret = base62(BigInt(`0x${randomBytes(32).toString('hex')}`), secretLength)
  const text = `csk_${id}_${secret}`
  return { id, secret, text: text + checksum(text) }
}

/** Reads the text of a key of either form. `mistyped`: it has the form of a new key, and its checksum does not fit. */
export function readKeyText(text: string): ReadKey {
  const [, id, secret, sum] = shape.exec(text) ?? []
  if (id !== undefined && secret !== undefined)
    return checksum(text.slice(0, -sumLength)) === sum ? { id, secret } : 'mistyped'
  const [, oldId, oldSecret] = oldShape.exec(text) ?? []
  return oldId !== undefined && oldSecret !== undefined ? { id: oldId, secret: oldSecret } : 'malformed'
}

function checksum(text: string): string {
  return base62(BigInt(crc32(text)), sumLength)
}

function base62(value: bigint, length: number): string {
  let text = ''
  for (let rest = value; rest > 0n; rest /= 62n) text = `${digits[Number(rest % 62n)]}${text}`
  return text.padStart(length, '0')
}
