/**
 * A number of things in words for people: `1 line`, `2,412 lines`. Takes a count and the word for one; `plural` is the
 * word for any other number, the singular with an s unless it is given.
 */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? singular : plural}`
}
