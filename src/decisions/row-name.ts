import type { Result } from '#contract/reviews/result.ts'
import { isolated } from '#std/isolate.ts'

/** How a row is called in a sentence: `Ada Lovelace, System Administrator`, each name isolated. */
export function rowName({ source, destination }: Pick<Result, 'source' | 'destination'>): string {
  return [source, destination].map(({ name, id }) => isolated(name || id)).join(', ')
}
