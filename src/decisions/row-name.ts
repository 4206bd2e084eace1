import type { Result } from '#contract/result.ts'

/** How a row is called in a sentence: `Ada Lovelace, System Administrator`. */
export function rowName({ source, destination }: Pick<Result, 'source' | 'destination'>): string {
  return `${source.name || source.id}, ${destination.name || destination.id}`
}
