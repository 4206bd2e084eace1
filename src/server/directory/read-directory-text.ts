import { CutShort, Unreadable } from '../lines/problem.ts'
import { invalid } from '../refused.ts'
import { collectPeople, type PeopleOfFile } from './collect-people.ts'
import { readDirectory } from './directory-file.ts'

/**
 * Reads the text of a directory file: NDJSON where it begins with a brace, else CSV. Throws `Refused` InvalidArgument for
 * one that is neither, or not all of it.
 */
export async function readDirectoryText(text: string): Promise<PeopleOfFile> {
  const format = /^\uFEFF?\s*[[{]/.test(text) ? 'ndjson' : 'csv'
  try {
    return await collectPeople(readDirectory({ format, chunks: bytesOf(text) }))
  } catch (error) {
    if (error instanceof Unreadable) throw invalid('file', `cannot be read. ${error.message}`)
    if (error instanceof CutShort) throw invalid('file', `is not whole: ${error.message}`)
    throw error
  }
}

async function* bytesOf(text: string): AsyncGenerator<Buffer> {
  yield await Promise.resolve(Buffer.from(text, 'utf8'))
}
