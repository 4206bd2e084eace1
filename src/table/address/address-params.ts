/** One `name=value` of an address, decoded. What cannot be decoded is left as it is written. */
export type AddressParam = {
  readonly name: string
  readonly value: string
  /** The text between two `&`. */
  readonly raw: string
  readonly decodes: boolean
}

/** Parameters of an address that cannot be read, and why, in a sentence or two for the reader. */
export type UnreadablePart = { readonly params: readonly AddressParam[]; readonly reason: string }

/** Splits the query of an address, with or without `?`, into its parameters, in order. */
export function addressParams(search: string): readonly AddressParam[] {
  return search
    .replace(/^\?/, '')
    .split('&')
    .filter((raw) => raw !== '')
    .map((raw) => {
      const end = raw.includes('=') ? raw.indexOf('=') : raw.length
      const texts = [raw.slice(0, end), raw.slice(end + 1)]
      const [name, value] = texts.map(decode)
      return {
        name: name ?? texts[0] ?? '',
        value: value ?? texts[1] ?? '',
        raw,
        decodes: name !== undefined && value !== undefined,
      }
    })
}

/** Joins parameters to the query of an address, as they were written; without `?`. */
export function searchOf(params: readonly AddressParam[]): string {
  return params.map(({ raw }) => raw).join('&')
}

/**
 * Whether a parameter was added by an advertiser or a mailing (`utm_…`). It says nothing about the list, and is kept.
 */
export function isTracking({ name }: AddressParam): boolean {
  return /^(utm_|mc_|(gclid|fbclid|msclkid)$)/.test(name)
}

/** The query of an address without its unreadable parameters; the others stay as they were written. */
export function withoutUnreadable(search: string, unreadable: readonly UnreadablePart[]): string {
  const out = new Set(unreadable.flatMap(({ params }) => params.map(({ raw }) => raw)))
  return searchOf(addressParams(search).filter(({ raw }) => !out.has(raw)))
}

/** The parameters that cannot be decoded, with the reason. Tracking parameters are left out. */
export function undecodable(params: readonly AddressParam[]): readonly UnreadablePart[] {
  const broken = params.filter((param) => !param.decodes && !isTracking(param))
  const reason = 'This is not valid percent-encoding; a percent sign itself is written %25.'
  return broken.length > 0 ? [{ params: broken, reason }] : []
}

/** The parameters that a list does not know, with a sentence that names those it knows. */
export function unknown(
  params: readonly AddressParam[],
  known: readonly string[],
): readonly UnreadablePart[] {
  const others = params.filter((param) => param.decodes && !isTracking(param) && !known.includes(param.name))
  const reason = `This list has no such filter. It has ${known.join(', ')}.`
  return others.length > 0 ? [{ params: others, reason }] : []
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}
