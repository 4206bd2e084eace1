import { fold } from './fold.ts'

/**
 * What names, notes and people of reviews are compared by, twin of the database's `fold_text`: composed letters (NFC),
 * one apostrophe for ’ ‘ ʼ ＇, one blank for U+00A0, U+202F, U+2007 and U+3000, and no case, as `fold` has it. Takes
 * any well-formed text; the result is for comparing only, never shown or stored in place of what came in.
 */
export function foldText(text: string): string {
  return fold(text.normalize('NFC').replace(apostrophes, "'").replace(blanks, ' '))
}

const apostrophes = /[\u2019\u2018\u02BC\uFF07]/gu
const blanks = /[\u00A0\u202F\u2007\u3000]/gu
