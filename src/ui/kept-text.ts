import { isolated } from '#std/isolate.ts'

/**
 * The key in `sessionStorage` under which a text is kept; undefined where its author is not known, and nothing is
 * kept then.
 */
export type TextPlace = string | undefined

/**
 * The place of what a person writes into one field; `names` are those of its screen, row and dialog. Every field of
 * every person has its own: what was written about one row is never offered for another.
 */
export function textPlace(
  person: { readonly user_type: string; readonly id: string } | undefined,
  ...names: readonly (string | number)[]
): TextPlace {
  return person && `countersign.text.${JSON.stringify([person.user_type, person.id, ...names])}`
}

/** What a field begins with. `hint` says that the text was kept from before, undefined where it was not. */
export type KeptText = { readonly text: string; readonly hint: string | undefined }

/**
 * The text that was written into a field in this tab and neither sent nor emptied; where there is none, `present`,
 * the value that the field shows otherwise. Kept texts are not encrypted, so they end with the tab and the session.
 */
export function keptText(place: TextPlace, present: string): KeptText {
  const kept = place === undefined ? undefined : readKept(sessionStorage.getItem(place))
  if (!kept || kept.text === present) return { text: present, hint: undefined }
  const changed = kept.from === present ? '' : ` Since then it has become: “${isolated(present)}”.`
  return { text: kept.text, hint: `Kept from before.${changed}` }
}

/**
 * Keeps what is being written, so that a closed dialog or a reload loses nothing. `present` is the value without it;
 * a text that is empty or equal to it is forgotten instead.
 */
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

/** Forgets the text of a place. To be called once it was sent. */
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
