import { createHash, randomBytes } from 'node:crypto'

/**
 * What stands for a token in the database, so that a copy of it lets nobody in. A token is long and random: nobody guesses
 * it from its hash, however fast that is made.
 */
export const hashOfToken = (token: string): Buffer => createHash('sha256').update(token).digest()

/** A new token of 256 bits, to be told once. */
export const newToken = (): string => randomBytes(32).toString('base64url')
