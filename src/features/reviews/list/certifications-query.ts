import {
  type AddressParam,
  addressParams,
  isTracking,
  searchOf,
  type UnreadablePart,
  undecodable,
  unknown,
} from '#table/address/address-params.ts'
import { phasePresentation } from '../parts/phase-presentation.ts'
import { type PhaseGroup, phaseGroups } from './phases.ts'

export const sortFields = ['name', 'due', 'progress', 'created'] as const
export type SortField = (typeof sortFields)[number]

/** How each order is called. */
export const sortLabels: Readonly<Record<SortField, { readonly asc: string; readonly desc: string }>> = {
  due: { asc: 'Due first', desc: 'Due last' },
  name: { asc: 'Name, A to Z', desc: 'Name, Z to A' },
  progress: { asc: 'Least decided', desc: 'Most decided' },
  created: { asc: 'Oldest', desc: 'Newest' },
}

export type Sort = { readonly field: SortField; readonly descending: boolean }

/** What the list shows and in what order. It lives in the address: `?q=…&phase=…&phase=…&sort=due desc`. */
export type CertificationsQuery = {
  readonly text: string
  readonly phases: readonly PhaseGroup[]
  readonly sort: Sort
}

/** The order of a list that nobody has ordered: what is due first. */
export const usualSort: Sort = { field: 'due', descending: false }

/** The parameter that each part of a question lives in. */
const names = { text: 'q', phases: 'phase', sort: 'sort' } as const satisfies Record<
  keyof CertificationsQuery,
  string
>

/** What the query of an address asks for, and what of it cannot be read: while there is any, nothing is listed. */
export function readCertificationsQuery(
  search: string,
): CertificationsQuery & { readonly unreadable: readonly UnreadablePart[] } {
  const written = addressParams(search).filter((param) => !isTracking(param))
  const params = written.filter(({ decodes }) => decodes)
  const of = (part: keyof CertificationsQuery) => params.filter(({ name }) => name === names[part])
  const phases = of('phases').flatMap(({ value }) => phaseGroups.find((known) => known === value) ?? [])
  const sort = readSort(of('sort'))
  return {
    text: of('text')[0]?.value ?? '',
    phases: [...new Set(phases)],
    sort: sort ?? usualSort,
    unreadable: [
      ...undecodable(written),
      ...unknown(params, Object.values(names)),
      ...fault(of('text').length > 1 ? of('text') : [], 'q can stand once in a link.'),
      ...fault(
        of('phases').filter(({ value }) => !phaseGroups.some((known) => known === value)),
        `There is no such phase. A phase is one of ${phaseGroups.map(phaseName).join(', ')}.`,
      ),
      ...fault(
        sort ? [] : of('sort'),
        `sort can stand once in a link: one of ${sortFields.join(', ')}, then asc or desc.`,
      ),
    ],
  }
}

/** As a link writes it, and as the page calls it where that is another word. */
function phaseName(phase: PhaseGroup): string {
  const { label } = phasePresentation[phase]
  return label.toLowerCase() === phase ? phase : `${phase} (“${label}”)`
}

function fault(params: readonly AddressParam[], reason: string): readonly UnreadablePart[] {
  return params.length > 0 ? [{ params, reason }] : []
}

function readSort([first, ...more]: readonly AddressParam[]): Sort | undefined {
  if (!first || more.length > 0) return undefined
  const [name, direction, ...rest] = first.value.split(' ')
  const field = sortFields.find((known) => known === name)
  if (!field || rest.length > 0 || (direction !== 'asc' && direction !== 'desc')) return undefined
  return { field, descending: direction === 'desc' }
}

/**
 * The query of an address with a part of what it asks for changed; nothing stands for what is usual. Tracking stays as it
 * is, and so does what cannot be read, unless the part that it belongs to is what changes.
 */
export function changeCertificationsQuery(search: string, next: Partial<CertificationsQuery>): string {
  const { unreadable, ...now } = readCertificationsQuery(search)
  const changed = new Set<string>(
    Object.entries(names).flatMap(([part, name]) => (part in next ? [name] : [])),
  )
  const unread = new Set(unreadable.flatMap(({ params }) => params.map(({ raw }) => raw)))
  const kept = addressParams(search).filter(
    (param) => isTracking(param) || (unread.has(param.raw) && !changed.has(param.name)),
  )
  return [writeCertificationsQuery({ ...now, ...next }).toString(), searchOf(kept)].filter(Boolean).join('&')
}

function writeCertificationsQuery({ text, phases, sort }: CertificationsQuery): URLSearchParams {
  const params = new URLSearchParams()
  if (text !== '') params.set(names.text, text)
  for (const phase of phases) params.append(names.phases, phase)
  if (sort.field !== usualSort.field || sort.descending !== usualSort.descending)
    params.set(names.sort, `${sort.field} ${sort.descending ? 'desc' : 'asc'}`)
  return params
}
