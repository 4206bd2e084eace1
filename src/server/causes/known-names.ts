import type { Place } from './places.ts'
import { isWordAt, isWordBefore } from './words.ts'

/** A shorter name is found in too many words by chance. */
const minLength = 4
/** A longer name is none, and would make too long an expression. */
const maxLength = 1024

/** What finds any of the names at a place of a message, in upper or lower case, the longest first; undefined where none is long enough. */
export function knownNames(names: readonly string[]): RegExp | undefined {
  const usable = names.filter((name) => name.trim().length >= minLength && name.length <= maxLength)
  if (usable.length === 0) return undefined
  const byLength = usable.toSorted((a, b) => b.length - a.length)
  return new RegExp(byLength.map(escaped).join('|'), 'iuy')
}

/** The name that stands here as a word of its own. */
export function knownAt(message: string, at: number, names: RegExp | undefined): Place | undefined {
  if (!names || isWordBefore(message, at)) return undefined
  names.lastIndex = at
  const value = names.exec(message)?.[0]
  if (value === undefined || isWordAt(message, at + value.length)) return undefined
  return { kind: 'name', value, length: value.length, kept: false }
}

function escaped(name: string): string {
  return name.trim().replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
