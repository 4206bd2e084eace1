import type { Result } from '#contract/reviews/result.ts'
import { isolated } from '#std/isolate.ts'

/** The name of a row in a sentence: `Ada Lovelace, System Administrator`. */
export function rowName({ source, destination }: Pick<Result, 'source' | 'destination'>): string {
  return [source, destination].map(({ name, id }) => isolated(name || id)).join(', ')
}
