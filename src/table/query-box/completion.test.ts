import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { actionEventFields } from '#contract/fields.ts'
import { complete } from './completion.ts'

/** The options where `|` stands. */
function at(marked: string): string[] {
  const caret = marked.indexOf('|')
  const text = marked.replace('|', '')
  return complete(text, caret, actionEventFields, { state: ['FROZEN'] }).options.map((option) => option.text)
}

describe('what may stand in a filter', () => {
  test('is a field at the beginning, after a join and after a bracket', () => {
    for (const text of ['|', 'state eq "X" and |', 'state eq "X" or |', '(|', 'not (|'])
      expect(at(text)).toEqual([...Object.keys(actionEventFields), 'not ('])
    expect(at('ident|')).toEqual(['identity_id', 'identity_name'])
    expect(at('started_at ge "x" and ST|')).toEqual(['state', 'started_at'])
  })

  test('is a field that differs from the typed name in its case, where names are exact', () => {
    const rule = { type: 'text', ops: ['eq'], exactName: true } as const
    const fields = { ...actionEventFields, 'source.Dept': rule, 'source.dept': rule, 'source.Cost': rule }
    const names = (text: string) => complete(text, text.length, fields).options.map((option) => option.text)
    expect(names('source.dept')).toEqual(['source.Dept'])
    expect(names('Source.cost')).toEqual(['source.Cost'])
    expect(names('Source.Cost')).toEqual([])
    expect(names('STATE')).toEqual([])
  })

  test('is an operator of the field after its name', () => {
    expect(at('identity_id |')).toEqual(['eq', 'co', 'sw', 'ew'])
    expect(at('STARTED_AT g|')).toEqual(['gt', 'ge'])
    expect(at('colour |')).toEqual([])
  })

  test('is a value where values are known', () => {
    expect(at('state eq |')).toContain('"FROZEN"')
    expect(at('state eq |')).toHaveLength(10)
    expect(at('state eq "a\\"|')).toEqual([])
    for (const text of ['state eq err|', 'state eq "ERR|']) expect(at(text)).toEqual(['"ERRORED"'])
    expect(at('any_changes eq |')).toEqual(['true', 'false'])
    expect(at('policy_id eq |')).toEqual([])
  })

  test('is a join after a value, and the bracket where one is open', () => {
    expect(at('state eq "A" |')).toEqual(['and', 'or'])
    expect(at('(state eq "A" |')).toEqual(['and', 'or', ')'])
    expect(at('(state eq "A") |')).toEqual(['and', 'or'])
    expect(at('state eq "a \\" ( b" a|')).toEqual(['and'])
  })

  test('replaces the word at the caret only', () => {
    expect(complete('sta eq "A"', 3, actionEventFields)).toMatchObject({ from: 0, to: 3 })
    expect(complete('state eq "ER', 12, actionEventFields)).toMatchObject({ from: 9, to: 12 })
    expect(complete('state ', 6, actionEventFields)).toMatchObject({ from: 6, to: 6 })
  })

  test('is asked of any text at any place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(), (text, caret) => {
        const place = Math.min(caret, text.length)
        const { from, to } = complete(text, place, actionEventFields)
        expect(from).toBeLessThanOrEqual(to)
        expect(to).toBe(place)
      }),
    )
  })
})
