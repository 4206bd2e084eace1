/**
 * A number of things in words for people: `1 line`, `2,412 lines`. Takes a count and the word for one; `several` is the
 * word for any other number, the one with an s unless it is given.
 */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : several}`
}
