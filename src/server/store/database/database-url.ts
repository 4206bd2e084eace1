import type pg from 'pg'
import { parseIntoClientConfig } from 'pg-connection-string'
import { StartError } from '../embedded/start-error.ts'

/** Reads DATABASE_URL. Throws StartError that repeats nothing of it, because it holds a password. */
export function readDatabaseUrl(url: string): pg.ClientConfig {
  if (!/^postgres(?:ql)?:\/\//.test(url)) {
    throw new StartError('DATABASE_URL must begin with postgres:// or postgresql://.')
  }
  try {
    return parseIntoClientConfig(url)
  } catch {
    // What the parser throws quotes the address.
    throw new StartError(
      'DATABASE_URL cannot be read. Its form is postgres://user:password@host:5432/database.',
    )
  }
}
