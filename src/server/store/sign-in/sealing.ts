import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

const ivBytes = 12
const tagBytes = 16

/** Seals texts that are needed again, so that a copy of the tables alone shows none of them (AES-256-GCM). */
export type Sealing = {
  /** `use` says what the text is for, with what it belongs to: sealed for one use it opens for no other. */
  readonly seal: (text: string, use: string) => Buffer
  /** The text; undefined for bytes that were changed, or sealed for another use or with another key. */
  readonly open: (sealed: Uint8Array, use: string) => string | undefined
}

/** Sealing with a key of 32 bytes, that of `secretFor(db, 'sign-in')`. */
export function createSealing(key: Buffer): Sealing {
  return {
    seal(text, use) {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(use))
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), sealed])
    },

    open(sealed, use) {
      const bytes = Buffer.from(sealed)
      if (bytes.length < ivBytes + tagBytes) return undefined
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes))
      decipher.setAAD(Buffer.from(use)).setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
      const start = decipher.update(bytes.subarray(ivBytes + tagBytes))
      try {
        return Buffer.concat([start, decipher.final()]).toString('utf8')
      } catch {
        return undefined // whoever asks treats it as not there
      }
    },
  }
}

/**
 * What stands for a token in the database, so that a copy of it lets nobody in. A token is long and random: nobody guesses
 * it from its hash, however fast that is made.
 */
export const hashOfToken = (token: string): Buffer => createHash('sha256').update(token).digest()

/** A new token of 256 bits, to be told once. */
export const newToken = (): string => randomBytes(32).toString('base64url')
