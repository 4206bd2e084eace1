/** What is drawn as nothing, or only changes how its neighbours are drawn. */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Zl}\p{Zp}\u2800]/u
/** Cannot be seen at the beginning and at the end of a text. */
const blank = /\p{White_Space}/u
const around =
  /^[\s\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]+|[\s\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]+$/gu

/** A text without the blanks around it, those that cannot be seen too. */
export function trimInvisible(text: string): string {
  return text.replaceAll(around, '')
}

/** The first character of an id that cannot be seen and its place, from 1: "U+200B at place 12"; undefined without any. */
export function invisibleIn(text: string): string | undefined {
  return firstOf(text, (character, isOutermost) =>
    isOutermost ? invisible.test(character) || blank.test(character) : invisible.test(character),
  )
}

/** The first blank at the beginning or end of a text and its place, as `invisibleIn` tells it; undefined without any. */
export function blankAround(text: string): string | undefined {
  return firstOf(text, (character, isOutermost) => isOutermost && blank.test(character))
}

function firstOf(
  text: string,
  isMeant: (character: string, isOutermost: boolean) => boolean,
): string | undefined {
  const characters = [...text]
  const place = characters.findIndex((character, index) =>
    isMeant(character, index === 0 || index === characters.length - 1),
  )
  if (place === -1) return undefined
  const code = characters[place]?.codePointAt(0) ?? 0
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')} at place ${place + 1}`
}
