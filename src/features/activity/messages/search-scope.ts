import { searchedAmong } from '#contract/activity/message-search.ts'
import type { TableSearch } from '#table/address/search.ts'
import { fieldsIn, readFilter } from '#table/clauses/filter-text.ts'
import { actionEventTable } from '../query/definition.ts'
import type { ListQuery } from '../query/list-query.ts'
import type { SearchChange } from '../query/read-list-query.ts'

/** What a search of messages can be confined to where a list is not. */
export type Scope = 'failures' | 'range'

/** Among which events the messages of a list are searched; undefined where the server refuses to. */
export function searchedIn({ search, own }: Pick<ListQuery, 'search' | 'own'>): Scope | 'cause' | undefined {
  if (own.cause !== undefined) return 'cause'
  const read = readFilter(search.text ?? '', actionEventTable.fields)
  return 'filter' in read ? searchedAmong(read.filter) : undefined
}

/** The scopes that can be added to a list. A range would stand beside times that the text of the query holds. */
export function possibleScopes({ query }: Pick<TableSearch, 'query'>): readonly Scope[] {
  const hasTimes = query !== undefined && fieldsIn(query, actionEventTable.fields).includes('started_at')
  return hasTimes ? ['failures'] : ['failures', 'range']
}

/** The change that has messages searched for a text within a scope. */
export function scopeChange(
  { clauses, query }: Pick<TableSearch, 'clauses' | 'query'>,
  message: string | undefined,
  scope: Scope,
): SearchChange {
  if (scope === 'range') return { own: { message, range: 'last-30d' } }
  if (query !== undefined) return { query: `(${query}) and state eq "ERRORED"`, own: { message } }
  return { clauses: { ...clauses, state: { kind: 'choice', values: ['ERRORED'] } }, own: { message } }
}
