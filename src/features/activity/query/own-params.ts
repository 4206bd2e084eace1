import {
  type AddressParam,
  addressParams,
  searchOf,
  type UnreadablePart,
} from '#table/address/address-params.ts'

/** Spans of time that end now, by the names that addresses carry, in milliseconds. */
export const liveRanges = {
  'last-1h': 3_600_000,
  'last-24h': 86_400_000,
  'last-7d': 7 * 86_400_000,
  'last-30d': 30 * 86_400_000,
} as const
export type LiveRange = keyof typeof liveRanges

/** The same with the words of the screen. */
export const liveSpans = [
  { name: 'last-1h', label: 'Last hour' },
  { name: 'last-24h', label: 'Last 24 hours' },
  { name: 'last-7d', label: 'Last 7 days' },
  { name: 'last-30d', label: 'Last 30 days' },
] as const satisfies readonly { name: LiveRange; label: string }[]

/** What an address asks for that the documented filter cannot say. */
export type OwnParams = {
  /** Failed events of this cause alone. */
  readonly cause?: string | undefined
  /** Events whose message holds this text. */
  readonly message?: string | undefined
  /** Events that started within a span that ends now. */
  readonly range?: LiveRange | undefined
}

/** The parameters in which addresses carry it. */
export const ownParamNames = ['range', 'cause', 'message'] as const
type Name = (typeof ownParamNames)[number]

/** Reads them of the query of an address; what cannot be read is listed. An empty one counts as absent. */
export function readOwnParams(search: string): {
  readonly own: OwnParams
  readonly unreadable: readonly UnreadablePart[]
} {
  const params = addressParams(search).filter(({ decodes, value }) => decodes && value !== '')
  const own: Record<Name, string | undefined> = { range: undefined, cause: undefined, message: undefined }
  const unreadable: UnreadablePart[] = []
  for (const name of ownParamNames) {
    const written = params.filter((param) => param.name === name)
    const reason = problemOf(name, written)
    if (reason === undefined) own[name] = written[0]?.value
    else unreadable.push({ params: written, reason })
  }
  const { range, ...others } = own
  return { own: { ...others, range: isRange(range) ? range : undefined }, unreadable }
}

/** Why a parameter cannot be read, undefined where it can or is not there. */
function problemOf(name: Name, written: readonly AddressParam[]): string | undefined {
  if (written.length > 1) return `${name} can stand once in a link.`
  const value = written[0]?.value
  if (name === 'range' && value !== undefined && !isRange(value))
    return `There is no such range. There are ${Object.keys(liveRanges).join(', ')}.`
  return undefined
}

/** Whether a text is the name of a live range. */
export function isRange(text: string | undefined): text is LiveRange {
  return text !== undefined && Object.hasOwn(liveRanges, text)
}

/** The query of an address with some of them changed; undefined takes one out. */
export function writeOwnParams(search: string, change: OwnParams): string {
  const kept = addressParams(search).filter(({ name }) => !Object.hasOwn(change, name))
  const written = ownParamNames.flatMap((name) => {
    const value = change[name]
    return value ? [new URLSearchParams([[name, value]]).toString()] : []
  })
  return [searchOf(kept), ...written].filter(Boolean).join('&')
}
