import { isolated } from '#std/isolate.ts'
import { numberText } from '#ui/number-text.ts'
import { parts } from '../filters/list-query.ts'
import { wordsOfAddress } from '../filters/list-words.ts'

/** A choice as the server keeps it; what a newer server says besides is not for here. */
type Stored = {
  readonly filter?: string
  readonly mutable_filter?: string
  readonly last_time_filter?: string
  readonly assigned_to?: { readonly id: string }
  readonly unchanged_access?: boolean
  readonly runs?: readonly number[]
  readonly except?: readonly number[]
  readonly include_others?: boolean
  readonly chosen_as?: string
}

/**
 * Which rows a bulk change was of, in words: how many by their ids, what the page called them, its filters part by part, and what narrows or
 * widens these. `previous` is the review that is compared with, where its name is known.
 */
export function choiceWords(stored: object, zone: string, previous?: string): readonly string[] {
  const choice: Stored = stored
  const { assigned_to, unchanged_access, runs, except, include_others, chosen_as } = choice
  const narrowing = [
    ...(runs ? [`${rowsIn(runs)} by their ids`] : []),
    ...parts.flatMap((part) => filterWords(part, choice[part], zone)),
    ...(assigned_to ? [`rows that ${assigned_to.id} reviews`] : []),
    ...(unchanged_access ? [unchangedText(previous)] : []),
  ]
  return [
    ...(narrowing.length > 0 ? narrowing : ['All rows']),
    ...(chosen_as ? [`as the page called it: ${isolated(chosen_as)}`] : []),
    ...(except && except.length > 0 ? [`without ${rowsIn(except)} taken out`] : []),
    ...(include_others ? ['rows of other reviewers included'] : []),
  ]
}

/** One text of a filter in words, or as it stands where columns cannot say it. */
function filterWords(
  part: (typeof parts)[number],
  text: string | undefined,
  zone: string,
): readonly string[] {
  if (!text) return []
  const words = wordsOfAddress(`?${new URLSearchParams({ [part]: text })}`, zone)
  return words.length > 0 ? words : [text]
}

function unchangedText(previous: string | undefined): string {
  const since = previous === undefined ? 'last time' : `“${previous}”`
  return `access that is unchanged since ${since} and was accepted then`
}

function rowsIn(runs: readonly number[]): string {
  const count = runs.reduce((sum, length, at) => (at % 2 === 1 ? sum + length : sum), 0)
  return `${numberText(count)} ${count === 1 ? 'row' : 'rows'}`
}
