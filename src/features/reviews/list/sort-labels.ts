import type { SortField } from './certifications-query.ts'

/** How each order is called. */
export const sortLabels: Readonly<Record<SortField, { readonly asc: string; readonly desc: string }>> = {
  due: { asc: 'Due first', desc: 'Due last' },
  name: { asc: 'Name, A to Z', desc: 'Name, Z to A' },
  progress: { asc: 'Least decided', desc: 'Most decided' },
  created: { asc: 'Oldest', desc: 'Newest' },
}
