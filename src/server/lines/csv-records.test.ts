import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CsvRecord, readRecords } from './csv-records.ts'
import { maxLineBytes } from './lines.ts'
import { CutShort } from './problem.ts'

/** Reads the records of a text that arrives in blocks of so many lines. */
async function recordsOf(text: string, atOnce = 3): Promise<CsvRecord[]> {
  const lines = text.split('\n').map((line, index) => ({ number: index + 1, text: line }))
  async function* blocks() {
    for (let at = 0; at < lines.length; at += atOnce) yield lines.slice(at, at + atOnce)
  }
  const records: CsvRecord[] = []
  for await (const block of readRecords(blocks())) records.push(...block)
  return records
}

/** Line number with the cells, or with the problem. */
const short = (records: readonly CsvRecord[]) =>
  records.map((record) => [record.line, 'cells' in record ? record.cells : record.problem])

test('quotes, doubled quotes, line feeds in cells, CRLF, empty lines', async () => {
  const text = 'a,b\r\n1,"x, ""y"""\r\n\r\n"two\r\nlines","and\n\nmore"\r\n,\r\n'
  expect(short(await recordsOf(text))).toEqual([
    [1, ['a', 'b']],
    [2, ['1', 'x, "y"']],
    [4, ['two\r\nlines', 'and\n\nmore']],
    [8, ['', '']],
  ])
})

test.each([
  ['a quote inside a cell', '1,"x"y', 'has a character between a closing quote and the end of its cell'],
  ['a quote that begins late', '1,x"y"', 'has a quote in the middle of a cell that does not begin with one'],
  ['too few cells', '1', 'has 1 cell where the header has 2'],
  ['too many cells', '1,2,3', 'has 3 cells where the header has 2'],
  ['one quote in the middle', '1,x"y', 'has a quote'],
  ['a quote never closed', '1,"xy', 'has '],
])('%s spoils its own line only', async (_, bad, problem) => {
  for (const atOnce of [1, 2, 100]) {
    const records = await recordsOf(`a,b\n3,4\n${bad}\n5,6\n"7\n7",8\n9,10\n`, atOnce)
    const { good, broken } = split(records)
    expect(good).toEqual([
      [1, ['a', 'b']],
      [2, ['3', '4']],
      [4, ['5', '6']],
      [5, ['7\n7', '8']],
      [7, ['9', '10']],
    ])
    expect(broken).toEqual([[3, expect.stringContaining(problem)]])
  }
})

test('a quote that stays open for longer than a line may be is given up', async () => {
  const rest = Array.from({ length: 6 }, (_, index) => `${index},${'x'.repeat(maxLineBytes / 4)}`)
  const records = await recordsOf(['a,b', '1,"x', ...rest].join('\n'))
  const { good, broken } = split(records)
  expect(broken).toEqual([[2, 'has a quote that is not closed']])
  expect(good.map(([line]) => line)).toEqual([1, 3, 4, 5, 6, 7, 8])
})

test('what was written by the rules is read back, however it is cut', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'ß', '\\') })
  const table = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 1, max: 5 }), async (rows, atOnce) => {
      const text = rows
        .map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(','))
        .join('\n')
      const records = await recordsOf(`${text}\n`, atOnce)
      expect(records.map((record) => ('cells' in record ? record.cells : record))).toEqual(rows)
    }),
    { numRuns: 500 },
  )
})

test('T18 any soup of quotes, commas and line feeds ends, and every line is accounted for, or the file is cut short', async () => {
  const soup = fc.string({ unit: fc.constantFrom('"', ',', '\n', 'a'), maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(soup, fc.integer({ min: 1, max: 5 }), async (text, atOnce) => {
      const records = await recordsOf(`a,b\n${text}`, atOnce).catch((error: unknown) => {
        if (error instanceof CutShort) return undefined
        throw error
      })
      if (!records) return
      const seen = records.flatMap(({ line, text: own }) =>
        Array.from(own.split('\n'), (_, index) => line + index),
      )
      const filled = `a,b\n${text}`.split('\n').flatMap((line, index) => (line === '' ? [] : [index + 1]))
      expect(seen).toEqual([...new Set(seen)])
      expect(seen).toEqual(expect.arrayContaining(filled))
    }),
    { numRuns: 500 },
  )
})

function split(records: readonly CsvRecord[]) {
  const good = records.filter((record) => 'cells' in record)
  const broken = records.filter((record) => 'problem' in record)
  return { good: short(good), broken: short(broken) as [number, string][] }
}
