/** One `name=value` of an address, decoded; a name or value that cannot be decoded is as it stands there. */
export type AddressParam = {
  readonly name: string
  readonly value: string
  /** The text between two `&`. */
  readonly raw: string
  readonly decodes: boolean
}

/** What of an address cannot be read, and a sentence or two that say why and what would be right. */
export type UnreadablePart = { readonly params: readonly AddressParam[]; readonly reason: string }

/** The parameters of an address in their order. Takes its query as it stands there, with `?` or without. */
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

/** The query of an address without `?`, of parameters as they stood in another one. */
export function searchOf(params: readonly AddressParam[]): string {
  return params.map(({ raw }) => raw).join('&')
}

/** Whether a parameter is one that advertisers and mailings add to links. It says nothing of the list and is kept. */
export function isTracking({ name }: AddressParam): boolean {
  return /^(utm_|mc_|(gclid|fbclid|msclkid)$)/.test(name)
}

/** The query of an address without what cannot be read; the rest stays as it stands there. */
export function withoutUnreadable(search: string, unreadable: readonly UnreadablePart[]): string {
  const out = new Set(unreadable.flatMap(({ params }) => params.map(({ raw }) => raw)))
  return searchOf(addressParams(search).filter(({ raw }) => !out.has(raw)))
}

/** The parameters that cannot be decoded, with the reason; tracking is none of ours to read. */
export function undecodable(params: readonly AddressParam[]): readonly UnreadablePart[] {
  const broken = params.filter((param) => !param.decodes && !isTracking(param))
  const reason = 'This is not valid percent-encoding; a percent sign itself is written %25.'
  return broken.length > 0 ? [{ params: broken, reason }] : []
}

/** The parameters whose names a list does not know, with the names that it does. */
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
