import { numberText } from '#ui/number-text.ts'
import { wordsOfAddress } from '../filters/list-words.ts'

/** A choice as the server keeps it; what a newer server says besides is not for here. */
type Stored = {
  readonly filter?: string
  readonly mutable_filter?: string
  readonly last_time_filter?: string
  readonly runs?: readonly number[]
  readonly except?: readonly number[]
  readonly include_others?: boolean
  readonly unchanged_access?: boolean
}

/** Which rows a bulk change was of, in words: its filter part by part, or how many were chosen one by one. */
export function choiceWords(stored: object, zone: string): readonly string[] {
  const { filter, mutable_filter, last_time_filter, runs, except, include_others, unchanged_access }: Stored =
    stored
  const search = new URLSearchParams()
  if (filter) search.set('filter', filter)
  if (mutable_filter) search.set('mutable_filter', mutable_filter)
  if (last_time_filter) search.set('last_time_filter', last_time_filter)
  const words = search.size > 0 ? wordsOfAddress(`?${search}`, zone) : []
  const texts = [filter, mutable_filter, last_time_filter].filter((text) => text !== undefined && text !== '')
  const filters = words.length > 0 ? words : texts.map((text) => `${text}`)
  return [
    ...(runs ? [`${rowsIn(runs)} chosen one by one`] : filters.length === 0 ? ['All rows'] : filters),
    ...(except && except.length > 0 ? [`without ${rowsIn(except)} taken out`] : []),
    ...(include_others ? ['rows of other reviewers included'] : []),
    ...(unchanged_access ? ['only what is as it was and was accepted last time'] : []),
  ]
}

function rowsIn(runs: readonly number[]): string {
  const count = runs.reduce((sum, length, at) => (at % 2 === 1 ? sum + length : sum), 0)
  return `${numberText(count)} ${count === 1 ? 'row' : 'rows'}`
}
