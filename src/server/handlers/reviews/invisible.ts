import { type Refused, refused } from '../../refused.ts'

/** What does not exist and what the caller may not see are answered alike, to the byte. */
export function invisible(): Refused {
  return refused('NotFound', 'There is no such certification or row.')
}
