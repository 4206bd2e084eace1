import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Line, maxLineBytes, readLines } from './lines.ts'

async function linesOf(...chunks: (string | Uint8Array | number[])[]): Promise<Line[]> {
  async function* bytes(): AsyncGenerator<Buffer> {
    for (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk)
  }
  const lines: Line[] = []
  for await (const block of readLines(bytes())) lines.push(...block)
  return lines
}

const texts = (lines: readonly Line[]) => lines.map((line) => line.text)

test('numbers lines from 1 and needs no line feed at the end', async () => {
  const expected = [
    { number: 1, text: 'a' },
    { number: 2, text: '' },
    { number: 3, text: 'b' },
  ]
  const [first, second, third] = expected
  expect(await linesOf('a\n\nb')).toEqual([first, second, { ...third, unended: true }])
  expect(await linesOf('a\n\nb\n')).toEqual(expected)
  expect(await linesOf('')).toEqual([])
})

test('leaves a carriage return to the format', async () => {
  expect(texts(await linesOf('a\r\nb\r\n'))).toEqual(['a\r', 'b\r'])
})

test('drops a byte order mark at the very beginning only', async () => {
  expect(texts(await linesOf('\ufeffa\n\ufeffb'))).toEqual(['a', '\ufeffb'])
})

test('a byte that is not UTF-8 spoils its own line only', async () => {
  const lines = await linesOf('eins\nzw', [0xff], 'ei\ndrei\nvier', [0xc3], '\nfünf\n', [0xc3])
  expect(lines.map(({ number, problem }) => [number, problem])).toEqual([
    [1, undefined],
    [2, 'is not valid UTF-8'],
    [3, undefined],
    [4, 'is not valid UTF-8'],
    [5, undefined],
    [6, 'is not valid UTF-8'],
  ])
  expect(lines[4]?.text).toBe('fünf')
})

test('a letter that two chunks share is whole', async () => {
  const [first = 0, second = 0] = Buffer.from('ß')
  expect(await linesOf('a\nwei', [first], [second], '\nb\n')).toEqual([
    { number: 1, text: 'a' },
    { number: 2, text: 'weiß' },
    { number: 3, text: 'b' },
  ])
})

test('a line beyond the limit is refused, and those after it are read', async () => {
  const long = Buffer.alloc(maxLineBytes + 1, 'x')
  for (const chunks of [
    [`a\n${long.toString()}\nb\n`],
    ['a\n', long.subarray(0, 100), long.subarray(100), '\nb\n'],
    ['a\n', long, long, 'xx\nb'],
  ]) {
    const lines = await linesOf(...chunks)
    expect(lines.map(({ number, problem }) => [number, problem])).toEqual([
      [1, undefined],
      [2, 'is longer than 4 MiB'],
      [3, undefined],
    ])
    expect(lines[1]?.text).toHaveLength(1000)
    expect(lines[2]?.text).toBe('b')
  }
  expect(texts(await linesOf(long.subarray(1), '\nb'))).toEqual([long.toString('utf8', 1), 'b'])
})

test('however the bytes are cut, the lines are the same', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'ß', '😀', '\n', '\r', '"', ' ') })
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.integer({ min: 1, max: 7 })), async (whole, sizes) => {
      const bytes = Buffer.from(whole)
      const chunks: Buffer[] = []
      let at = 0
      for (const size of sizes) {
        if (at < bytes.length) chunks.push(bytes.subarray(at, at + size))
        at += size
      }
      if (at < bytes.length) chunks.push(bytes.subarray(at))
      const expected = whole.split('\n')
      if (expected.at(-1) === '') expected.pop()
      expect(await linesOf(...chunks)).toEqual(
        expected.map((line, index) => ({
          number: index + 1,
          text: line,
          ...(index === expected.length - 1 && !whole.endsWith('\n') && { unended: true }),
        })),
      )
    }),
    { numRuns: 500 },
  )
})
