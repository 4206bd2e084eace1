import { actionEventFields } from '#contract/fields.ts'
import type { Filter } from '#scim/ast.ts'
import { readFilter } from '#server/handlers/read-filter.ts'

/** A filter of action events as a request has it. Throws where it cannot be read, or says nothing. */
export async function eventFilter(text: string): Promise<Filter> {
  const stored = () => Promise.resolve({})
  const filter = await readFilter(text, { parameter: 'filter', fields: actionEventFields, stored })
  if (!filter) throw new Error('a filter became no filter')
  return filter
}
