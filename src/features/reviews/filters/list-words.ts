import { clauseWords } from '#table/clauses/clause-words.ts'
import { reviewTables } from './definition.ts'
import { type ListQuery, parts } from './list-query.ts'
import { readListQuery } from './read-list-query.ts'

/** What the rows at an address are filtered by in words, a part each; none where only its text says it. */
export function listWords(
  address: string,
  { searches }: Pick<ListQuery, 'searches'>,
  zone: string,
): readonly string[] {
  const tables = reviewTables(new URLSearchParams(address))
  return parts.flatMap((part) =>
    tables[part].specs.flatMap((spec) => {
      const clause = searches[part].clauses[spec.field]
      return clause ? [`${spec.label} ${clauseWords(spec, clause, zone)}`] : []
    }),
  )
}

/** The same of an address alone, by its query. */
export function wordsOfAddress(address: string, zone: string): readonly string[] {
  return listWords(address, readListQuery(address), zone)
}
