import { createHash, randomBytes } from 'node:crypto'

/** What stands for a token in the database. */
export const hashOfToken = (token: string): Buffer => createHash('sha256').update(token).digest()

/** A new token of 256 bits. */
export const newToken = (): string => randomBytes(32).toString('base64url')
