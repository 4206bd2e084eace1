import { describe, expect, test } from 'vitest'
import { hostileFilters } from '#testing/hostile-filters.ts'
import { ScimError } from './error.ts'
import { parse } from './parse.ts'

/** A text that counts the UTF-16 units that are read from it, which is the work of a parser without a clock. */
class CountedText extends String {
  units = 0

  override charCodeAt(index: number): number {
    this.units++
    return super.charCodeAt(index)
  }

  override slice(start?: number, end?: number): string {
    const text = super.slice(start, end)
    this.units += text.length
    return text
  }
}

const unlimited = { length: Infinity, depth: Infinity, clauses: Infinity }

function unitsRead(text: string): number {
  const counted = new CountedText(text)
  try {
    // The parser only reads its text by length, charCodeAt and slice, so a String object serves.
    parse(counted as unknown as string, unlimited)
  } catch (error) {
    if (!(error instanceof ScimError)) throw error
  }
  return counted.units
}

describe.each(Object.entries(hostileFilters))('%s', (_, shape) => {
  test('is read in steps that grow with its length', () => {
    const [once, twice] = [unitsRead(shape(200)), unitsRead(shape(400))]
    expect(once).toBeGreaterThan(0)
    expect(twice).toBeLessThanOrEqual(2.1 * once)
    expect(twice).toBeLessThanOrEqual(8 * shape(400).length)
  })

  test('ends in a tree or in a ScimError within the limits', () => {
    for (const size of [10, 1000, 100_000]) {
      try {
        parse(shape(size))
      } catch (error) {
        expect(error).toBeInstanceOf(ScimError)
      }
    }
  })
})
