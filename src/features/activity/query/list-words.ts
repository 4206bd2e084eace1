import { clauseWords } from '#table/clauses/clause-words.ts'
import type { TableSearch } from '#table/address/search.ts'
import { actionEventTable } from './definition.ts'
import { readListQuery } from './read-list-query.ts'

/** What the list is filtered by in words, a part each; none where only its text says it. */
export function listWords({ clauses }: Pick<TableSearch, 'clauses'>, zone: string): readonly string[] {
  return actionEventTable.specs.flatMap((spec) => {
    const written = clauses[spec.field]
    // A file holds instants: "the last 7 days" would be others for its reader.
    const clause = written?.kind === 'time' ? { ...written, live: undefined } : written
    return clause ? [`${spec.label} ${clauseWords(spec, clause, zone)}`] : []
  })
}

/** The same of the list at an address, by its query. */
export function wordsOfAddress(address: string, zone: string): readonly string[] {
  return listWords(readListQuery(address).search, zone)
}
