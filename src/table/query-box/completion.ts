import type { FieldTable } from '#scim/fields.ts'
import { findField } from '#scim/fields.ts'
import { opWords } from '../clauses/clause-words.ts'

/** The completions at a place in a filter's text, and the range that they replace. */
export type Completion = {
  readonly from: number
  readonly to: number
  readonly options: readonly CompletionOption[]
}
/** One completion. */
export type CompletionOption = { readonly text: string; readonly note: string }

type Expected = 'field' | 'operator' | 'value' | 'join'
type Place = { readonly expected: Expected; readonly field: string; readonly depth: number }

const most = 20
// A string, closed or not yet; a bracket; or a word. No two of them can begin alike, so this is linear.
const token = /"(?:[^"\\]|\\[^])*"?|[()]|[^\s()"]+/g
const closedString = /^"(?:[^"\\]|\\[^])*"$/

/**
 * What can come next at `caret` in a filter: field names, then that field's operators, then its known values, then
 * `and`, `or` and a closing bracket. `names` are values seen elsewhere, by field.
 */
export function complete(
  text: string,
  caret: number,
  fields: FieldTable,
  names: Readonly<Record<string, readonly string[]>> = {},
): Completion {
  const tokens = [...text.slice(0, caret).matchAll(token)].map((match) => ({
    text: match[0],
    at: match.index,
  }))
  const last = tokens.at(-1)
  const unfinished = last && last.at + last.text.length === caret && !isWhole(last.text) ? last : undefined
  const before = unfinished ? tokens.slice(0, -1) : tokens
  const place = before.reduce<Place>((at, { text: word }) => after(at, word, fields), {
    expected: 'field',
    field: '',
    depth: 0,
  })
  const word = unfinished?.text ?? ''
  const options = optionsAt(place, fields, names).filter(({ text }) => !isTyped(text, word, place, fields))
  const fitting = options.filter((option) => fits(option.text.toLowerCase(), word.toLowerCase()))
  return { from: unfinished?.at ?? caret, to: caret, options: fitting.slice(0, most) }
}

/** A bracket or a closed string: nothing more can be added to it. */
function isWhole(word: string): boolean {
  return word === '(' || word === ')' || closedString.test(word)
}

/** Whether a word says what an option would: the name of a field by what it means, anything else in any case. */
function isTyped(option: string, word: string, { expected }: Place, fields: FieldTable): boolean {
  if (expected === 'field') return findField(fields, { name: word })?.name === option
  return option.toLowerCase() === word.toLowerCase()
}

/** Values are found by their names, with or without the quote before them. */
function fits(option: string, typed: string): boolean {
  return option.startsWith(typed) || option.replace('"', '').startsWith(typed)
}

function after({ expected, field, depth }: Place, word: string, fields: FieldTable): Place {
  if (word === '(') return { expected: 'field', field, depth: depth + 1 }
  if (word === ')') return { expected: 'join', field, depth: Math.max(0, depth - 1) }
  switch (expected) {
    case 'field':
      if (word.toLowerCase() === 'not') return { expected, field, depth }
      return { expected: 'operator', field: findField(fields, { name: word })?.name ?? '', depth }
    case 'operator':
      return { expected: 'value', field, depth }
    case 'value':
      return { expected: 'join', field, depth }
    default:
      return { expected: 'field', field, depth }
  }
}

function optionsAt(
  { expected, field, depth }: Place,
  fields: FieldTable,
  names: Readonly<Record<string, readonly string[]>>,
): readonly CompletionOption[] {
  const rule = fields[field]
  switch (expected) {
    case 'field': {
      const all = Object.entries(fields).map(([name, { type }]) => ({ text: name, note: type }))
      return [...all, { text: 'not (', note: 'none of this' }]
    }
    case 'operator':
      return (rule?.ops ?? []).map((op) => ({ text: op, note: opWords[op] }))
    case 'value': {
      if (rule?.type === 'boolean') return ['true', 'false'].map((text) => ({ text, note: '' }))
      const known = rule?.type === 'enum' ? rule.values : []
      const all = new Set([...known, ...(names[field] ?? [])])
      return [...all].map((name) => ({ text: JSON.stringify(name), note: '' }))
    }
    default: {
      const joins = [
        { text: 'and', note: 'both' },
        { text: 'or', note: 'either' },
      ]
      return depth > 0 ? [...joins, { text: ')', note: '' }] : joins
    }
  }
}
