import { existsSync, readFileSync } from 'node:fs'

export interface CorpusCase {
  id: string
  filter: string
  valid: boolean
  class: string
  ast?: string
}

const file = new URL('../../../shared/scim-corpus.json', import.meta.url)

/**
 * Filters with their verdicts, from the RFC and the test suites of fifteen implementations. They are kept outside the
 * repository; where they are absent this is an empty list, and the tests that need it say so.
 */
export const corpus: readonly CorpusCase[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []
