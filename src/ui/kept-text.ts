import { isolated } from '#std/isolate.ts'

/** Where a text is kept: whose it is, and the field that it belongs to; undefined where it is not known whose it is. */
export type TextPlace = string | undefined

/**
 * The place of a text that somebody writes into a field, `names` being those of its screen, row and dialog. Each field
 * of each person is a place of its own: what was written about one row is never offered for another.
 */
export function textPlace(
  person: { readonly user_type: string; readonly id: string } | undefined,
  ...names: readonly (string | number)[]
): TextPlace {
  return person && `countersign.text.${JSON.stringify([person.user_type, person.id, ...names])}`
}

/** What a field begins with, and the words that say so where that is a text kept from before. */
export type KeptText = { readonly text: string; readonly hint: string | undefined }

/**
 * What was written into a field and neither sent nor emptied, since this tab was opened; else `present`, what stands
 * there without it. Like reasons that were given, texts go with the tab and the session: they lie in clear.
 */
export function keptText(place: TextPlace, present: string): KeptText {
  const kept = place === undefined ? undefined : readKept(sessionStorage.getItem(place))
  if (!kept || kept.text === present) return { text: present, hint: undefined }
  const changed = kept.from === present ? '' : ` Since then it has become: “${isolated(present)}”.`
  return { text: kept.text, hint: `Kept from before.${changed}` }
}

/** Keeps what is being written in place of `present`, so that a closed dialog or another load of the page loses nothing. */
export function keepText(place: TextPlace, present: string, text: string): void {
  if (place === undefined) return
  if (text === present || text === '') return forgetText(place)
  try {
    sessionStorage.setItem(place, JSON.stringify({ from: present, text }))
  } catch (error) {
    // There is no room for it: it stands in its field alone, as long as that is open.
    if (!(error instanceof DOMException)) throw error
  }
}

/** Forgets a text, once it was sent. */
export function forgetText(place: TextPlace): void {
  if (place !== undefined) sessionStorage.removeItem(place)
}

function readKept(stored: string | null): { readonly from: string; readonly text: string } | undefined {
  if (stored === null) return undefined
  try {
    const kept: unknown = JSON.parse(stored)
    if (typeof kept !== 'object' || kept === null || !('from' in kept && 'text' in kept)) return undefined
    const { from, text } = kept
    return typeof from === 'string' && typeof text === 'string' ? { from, text } : undefined
  } catch {
    // Tampered with: nothing is kept then.
    return undefined
  }
}
