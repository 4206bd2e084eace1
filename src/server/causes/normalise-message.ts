import { knownAt, knownNames } from './known-names.ts'
import { placeAt, type Place } from './places.ts'
import { characterAt } from './words.ts'

/** Which rules these are: causes that were made by others are made anew. */
export const normaliserVersion = 1

/** So many characters of a message say what went wrong; what follows is its circumstances. */
const longest = 2000

/** A message without what differs from one event to the next. */
export type NormalisedMessage = {
  /** The message with a mark, `⟨id⟩`, in each place where something stood that differs; upper case and blanks as it came. */
  readonly text: string
  /** The same for comparing: in small letters, with single blanks and without a full stop at its end. */
  readonly key: string
  /** What stood in those places, in their order. */
  readonly values: readonly string[]
}

/**
 * Takes out of the message of a failure what differs between events of the same cause: ids, names in quotes, addresses, dates,
 * durations and numbers. A number or name that says which failure it is stays: what follows code, error, status, data, HTTP, LDAP,
 * SQLSTATE and the like (`codes.ts`). `known` are names and ids of whom the event is about: they are taken out wherever they stand.
 */
export function normaliseMessage(message: string, known: readonly string[] = []): NormalisedMessage {
  const source = [...message].slice(0, longest).join('')
  const names = knownNames(known)
  const values: string[] = []
  let text = ''
  for (let at = 0; at < source.length; ) {
    const place = longer(placeAt(source, at), knownAt(source, at, names))
    if (!place) {
      // A character may be two places of the string; between them begins nothing.
      const sign = characterAt(source, at)
      text += sign
      at += sign.length
    } else {
      text += shownAs(place, values)
      at += place.length
    }
  }
  const key = text
    .toLowerCase()
    // Whether it is an id or a name is guessed: of the same cause it may be either.
    .replaceAll(/⟨\w+⟩/g, '⟨⟩')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ (?=[\])},.;:])/g, '')
    .replaceAll(/(["'`«“„‘])⟨⟩["'`»”’]/g, '⟨⟩')
    // So many of them were named together.
    .replaceAll(/⟨⟩(?:(?:,| and| or|;) ?⟨⟩)+/g, '⟨⟩')
    .trim()
    .replace(/[.!]+$/, '')
  return { text, key, values }
}

/** The longer of two places: a name may be part of an address. */
function longer(place: Place | undefined, known: Place | undefined): Place | undefined {
  return place && known ? (known.length > place.length ? known : place) : (place ?? known)
}

function shownAs({ kind, value, kept }: Place, values: string[]): string {
  if (kept) return value
  values.push(value)
  return `⟨${kind}⟩`
}

/** A text with its marks, and in their place the values that all events of a cause have in common. */
export function withShared(text: string, shared: readonly (string | null)[]): string {
  let place = -1
  return text.replaceAll(/⟨(?:name|id|address|path|time|duration|number)⟩/g, (mark) => {
    place += 1
    return shared[place] ?? mark
  })
}
