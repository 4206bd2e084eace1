import { actionStates, actionTypes, type EnumValue } from '#contract/activity/action-event-enums.ts'
import { isBlank, textProblem } from '#contract/text.ts'
import { type Instant, parseInstant } from '#std/instant.ts'
import { Wrong } from '../../../lines/problem.ts'

/** Reads one value as JSON gives it, `undefined` when the key is absent. Throws Wrong. */
type Read<T> = (value: unknown) => T

const idLength = 255
const nameLength = 1024
const int32Max = 2 ** 31 - 1

/** A free-text id; absent means empty. */
export const id: Read<string> = (value) => (value === undefined ? '' : checked(value, idLength))
/** A name; absent means empty. */
export const name: Read<string> = (value) => (value === undefined ? '' : checked(value, nameLength))
/** An id that has to be there. */
export const requiredId: Read<string> = (value) => required(value, idLength)
/** A name for people, which may hold line breaks; absent means empty. */
export const label: Read<string> = (value) => (value === undefined ? '' : kept(value, nameLength))
/** One item of a list. */
export const item: Read<string> = (value) => kept(value, nameLength)
/** An id that may be unknown: absent and null both mean null. */
export const idOrNull: Read<string | null> = (value) =>
  value === undefined || value === null ? null : checked(value, idLength)

/** One of the two texts that address an event. `.` and `..` would be resolved away in a URL. */
export function address(kind: 'id' | 'name'): Read<string> {
  const length = kind === 'id' ? idLength : nameLength
  return (value) => {
    const text = required(value, length)
    if (text === '.' || text === '..') throw new Wrong('must not be . or .., which no address can hold')
    return text
  }
}

/** True or false, also as a text in any case; absent means false. */
export const flag: Read<boolean> = (value) => {
  if (value === undefined) return false
  if (typeof value === 'boolean') return value
  const word = typeof value === 'string' ? value.toLowerCase() : ''
  if (word !== 'true' && word !== 'false') throw new Wrong(notA(value, 'true or false'))
  return word === 'true'
}

/** A whole number from 0 to 2,147,483,647; absent means 0. */
export const count: Read<number> = (value) => {
  if (value === undefined) return 0
  if (typeof value !== 'number') throw new Wrong(notA(value, 'a number'))
  if (!Number.isInteger(value)) throw new Wrong('must be a whole number')
  if (value < 0 || value > int32Max) throw new Wrong(`must lie between 0 and ${int32Max}`)
  return value
}

/** A time; absent and null both mean null. Gives the instant in UTC with the digits it came with. */
export const time: Read<Instant | null> = (value) => {
  if (value === undefined || value === null) return null
  if (typeof value !== 'string') throw new Wrong(notA(value, 'a text with a time'))
  const instant = parseInstant(value)
  // The largest number stands for "no time" in the store.
  if (instant && instant.ns !== 2n ** 63n - 1n) return instant
  throw new Wrong(
    'must be an RFC 3339 time with its offset, such as 2026-02-07T11:17:20.801Z, from 1677 to 2262',
  )
}

/** A list of texts for people to read; line breaks are allowed, absent means none. */
export const texts: Read<string[]> = (value) => {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw new Wrong(notA(value, 'an array of texts'))
  return value.map((text, index) => {
    if (typeof text !== 'string') throw new Wrong(`${notA(text, 'a text')} at position ${index + 1}`)
    const problem = storable(text)
    if (problem) throw new Wrong(`${problem} at position ${index + 1}`)
    return text
  })
}

/**
 * A name of an enumeration: a known one in any case, or its number, becomes the documented name; an unknown name is
 * kept as it is; an unknown number is refused, because nothing could show what it means.
 */
function oneOf(values: readonly EnumValue[], noun: string): Read<string> {
  const known = new Map(values.map((value) => [value.name, value.name]))
  return (value) => {
    if (typeof value === 'number' || (typeof value === 'string' && /^[+-]?\d+(\.\d*)?$/.test(value))) {
      const numbered = values[Number(value)]
      if (numbered) return numbered.name
      throw new Wrong(`is not the number of a known ${noun} (0 to ${values.length - 1})`)
    }
    const text = required(value, idLength)
    // Only ASCII letters: upper-casing would take a dotless ı for an I.
    return (/^[A-Za-z_]+$/.test(text) && known.get(text.toUpperCase())) || text
  }
}
export const state = oneOf(actionStates, 'state')
export const actionType = oneOf(actionTypes, 'action type')

/** Why PostgreSQL could not keep a text, or nothing. */
export function storable(text: string): string | undefined {
  if (!text.isWellFormed()) return 'holds half of a surrogate pair, which is not valid Unicode'
  return text.includes('\u0000') ? 'holds a NUL character' : undefined
}

function required(value: unknown, length: number): string {
  if (value === undefined) throw new Wrong('is missing')
  const text = checked(value, length)
  if (isBlank(text)) throw new Wrong('must not be empty')
  return text
}

function checked(value: unknown, length: number): string {
  if (typeof value !== 'string') throw new Wrong(notA(value, 'a text'))
  const problem = textProblem(value, length)
  if (problem) throw new Wrong(problem)
  return value
}

function kept(value: unknown, length: number): string {
  if (typeof value !== 'string') throw new Wrong(notA(value, 'a text'))
  const problem = storable(value)
  if (problem) throw new Wrong(problem)
  if (value.length > length && [...value].length > length)
    throw new Wrong(`is longer than ${length} characters`)
  return value
}

function notA(value: unknown, wanted: string): string {
  return value === null ? 'must not be null' : `must be ${wanted}`
}
