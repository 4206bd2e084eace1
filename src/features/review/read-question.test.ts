import { describe, expect, test } from 'vitest'
import { plainQuestion } from './question.ts'
import { changeQuestion, readableOnly, readQuestion } from './read-question.ts'

const read = (search: string) => readQuestion(new URLSearchParams(search))

describe('what the address of a review asks for', () => {
  test('without parameters is everything, and the same without the codec', () => {
    expect(read('')).toEqual(plainQuestion)
  })

  test.each<[string, string | undefined, string | undefined]>([
    ['source.name=co:ada', 'source.name co "ada"', undefined],
    ['source.department=eq:Sales', 'source.department eq "Sales"', undefined],
    ['decision=RESULT_DECISION_NONE', undefined, 'decision eq "RESULT_DECISION_NONE"'],
    [
      'decision=RESULT_DECISION_ACCEPTED&decision=RESULT_DECISION_REJECTED&notes=co:x',
      undefined,
      '(decision eq "RESULT_DECISION_ACCEPTED" or decision eq "RESULT_DECISION_REJECTED") and notes co "x"',
    ],
    [
      'abstract_permissions=co:D&reviewers=co:ada&signed_off_state=SIGNED_OFF',
      'abstract_permissions co "D"',
      'signed_off_state eq "SIGNED_OFF" and reviewers co "ada"',
    ],
    [
      'filter=source.type eq "A" or destination.type eq "B"',
      'source.type eq "A" or destination.type eq "B"',
      undefined,
    ],
    ['mutable_filter=not (notes co "x")', undefined, 'not (notes co "x")'],
    ['filter=source.is_active eq true', 'source.is_active eq "true"', undefined],
  ])('%s', (search, filter, mutable_filter) => {
    const { list, problems, searches } = read(search)
    expect(list).toEqual({ filter, mutable_filter, order_by: 'result_id asc' })
    expect(problems).toEqual({})
    expect([...searches.filter.ignored, ...searches.mutable_filter.ignored]).toEqual([])
  })

  test('is ordered by a field of the contract or any attribute', () => {
    expect(read('order_by=source.department desc').list?.order_by).toBe('source.department desc')
    const { list, searches } = read('order_by=notes')
    expect(list?.order_by).toBe('result_id asc')
    expect(searches.filter.ignored.map(({ param }) => param)).toEqual(['order_by'])
  })

  test('names what it cannot read, once', () => {
    const { searches } = read('colour=red&decision=&source.name=ada&order_by=decision')
    const ignored = [...searches.filter.ignored, ...searches.mutable_filter.ignored]
    expect(ignored.map(({ param }) => param).sort()).toEqual(['colour', 'decision', 'source.name'])
  })

  test('is no list while a text cannot be read', () => {
    const { list, problems } = read('mutable_filter=decision is open')
    expect(list).toBeUndefined()
    expect(Object.keys(problems)).toEqual(['mutable_filter'])
  })
})

describe('a change of what is asked for', () => {
  const change = (search: string, next: Parameters<typeof changeQuestion>[1]) =>
    decodeURIComponent(changeQuestion(new URLSearchParams(search), next).toString().replaceAll('+', ' '))

  test('leaves the other text and the order as they are', () => {
    const clauses = {
      mutable_filter: { decision: { kind: 'choice', values: ['RESULT_DECISION_NONE'] } },
    } as const
    expect(change('source.name=co:ada&order_by=decision asc', { clauses })).toBe(
      'source.name=co:ada&decision=RESULT_DECISION_NONE&order_by=decision asc',
    )
  })

  test('writes a new attribute, and takes it away again', () => {
    const clauses = { filter: { 'source.department': { kind: 'text', op: 'eq', value: 'Sales' } } } as const
    expect(change('', { clauses })).toBe('source.department=eq:Sales')
    expect(change('source.department=eq:Sales', { clauses: { filter: {} } })).toBe('')
  })

  test('writes a query as columns where they can say it', () => {
    expect(change('', { query: { filter: 'source.team eq "A" and source.name co "b"' } })).toBe(
      'source.name=co:b&source.team=eq:A',
    )
    expect(change('', { query: { filter: 'source.team eq "A" or source.name co "b"' } })).toBe(
      'filter=source.team eq "A" or source.name co "b"',
    )
  })

  test('takes out what cannot be read', () => {
    expect(readableOnly(new URLSearchParams('colour=red&notes=co:x&order_by=decision desc')).toString()).toBe(
      'notes=co%3Ax&order_by=decision+desc',
    )
  })
})
