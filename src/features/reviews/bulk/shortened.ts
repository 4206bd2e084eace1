/** A text, or its first `most` characters and ` …` where it is longer. */
export function shortened(text: string, most: number): string {
  const characters = [...text]
  return characters.length > most ? `${characters.slice(0, most).join('')} …` : text
}
