import { expect, test } from 'vitest'
import { pageOf, stretchOf } from './stretch.ts'

test.each([
  [{}, { offset: 0, limit: 100, backwards: false, whole: false }],
  [{ page_size: 0 }, { offset: 0, limit: 100, backwards: false, whole: false }],
  [
    { page_token: 250, page_size: 50 },
    { offset: 250, limit: 50, backwards: false, whole: false },
  ],
  [{ page_size: 2001 }, { offset: 0, limit: 2000, backwards: false, whole: false }],
  [
    { offset: 30, size: 10 },
    { offset: 30, limit: 10, backwards: false, whole: true },
  ],
  [
    { page_token: 3, size: 10 },
    { offset: 3, limit: 10, backwards: false, whole: true },
  ],
  [{ paginate_direction_backwards: true }, { offset: 0, limit: 100, backwards: true, whole: false }],
])('%j asks for %j', (query, stretch) => {
  expect(stretchOf(query)).toEqual(stretch)
})

test('a position or a size that is given by both of its names is refused', () => {
  expect(() => stretchOf({ page_token: 1, offset: 1 })).toThrow('offset is another name of page_token')
  expect(() => stretchOf({ page_size: 1, size: 1 })).toThrow('size is another name of page_size')
})

test('the next page begins after the last row, as text, and is empty when there is none', () => {
  const stretch = { offset: 20, limit: 2, backwards: false }
  expect(pageOf(['a', 'b'], true, stretch)).toEqual({
    values: ['a', 'b'],
    next_page_token: '22',
    has_more: true,
  })
  expect(pageOf(['a'], false, stretch)).toEqual({ values: ['a'], next_page_token: '', has_more: false })
})
