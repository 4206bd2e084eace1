/** Characters that take no place. */
const invisible = /[\u00ad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/u
/** Blanks other than the usual one, which cannot be seen at the end of a text. */
const otherBlank = /[^\S ]/u
const around =
  /^[\s\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]+|[\s\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]+$/gu

/** A text without the blanks around it, those that cannot be seen too. */
export function trimInvisible(text: string): string {
  return text.replaceAll(around, '')
}

/** The first character of an id that cannot be seen and its place, from 1: "U+200B at place 12"; undefined without any. */
export function invisibleIn(text: string): string | undefined {
  const characters = [...text]
  const place = characters.findIndex(
    (character, index) =>
      invisible.test(character) ||
      ((index === 0 || index === characters.length - 1) && otherBlank.test(character)),
  )
  if (place === -1) return undefined
  const code = characters[place]?.codePointAt(0) ?? 0
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')} at place ${place + 1}`
}
