import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import type { Position } from '../backend.ts'
import { invalid } from '../refused.ts'

/**
 * What a page token is bound to. A token that is used with another caller, call, filter or order is refused; the page
 * size may change.
 */
export type TokenUse = {
  readonly actor: string
  readonly call: string
  readonly filter: string
  readonly order: string
}

const ivBytes = 12
const tagBytes = 16

/**
 * Seals positions in lists into opaque page tokens and opens them again (AES-256-GCM, base64url; veza-api 0.4). A
 * token that was changed, or is used for something else than it was made for, does not open.
 */
export function createPageTokens(key: Buffer) {
  return {
    seal(position: Position, use: TokenUse): string {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      cipher.setAAD(digest(use))
      const sealed = Buffer.concat([cipher.update(JSON.stringify(position), 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')
    },

    /** Throws the refusal that names `page_token` for anything that `seal` did not make for this very use. */
    open(token: string, use: TokenUse): Position {
      const bytes = Buffer.from(token, 'base64url')
      // The decoder passes over stray characters: only the exact text that was handed out is accepted.
      if (bytes.length <= ivBytes + tagBytes || bytes.toString('base64url') !== token) throw notOurs()
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes))
      decipher.setAAD(digest(use))
      decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
      return readPosition(decipher, bytes.subarray(ivBytes + tagBytes))
    },
  }
}
export type PageTokens = ReturnType<typeof createPageTokens>

function readPosition(decipher: ReturnType<typeof createDecipheriv>, sealed: Buffer): Position {
  try {
    const text = Buffer.concat([decipher.update(sealed as Uint8Array), decipher.final()]).toString('utf8')
    return JSON.parse(text) as Position
  } catch {
    throw notOurs()
  }
}

function digest(use: TokenUse): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([use.actor, use.call, use.filter, use.order]))
    .digest()
}

function notOurs() {
  return invalid(
    'page_token',
    'is not a token of this list: it was changed, or it belongs to another caller, filter or order. Start again without it.',
  )
}
