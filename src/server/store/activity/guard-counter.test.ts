import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GuardCounter } from './guard-counter.ts'

/** How many guarded cells are counted in CSV that comes in pieces of so many bytes. */
async function counted(csv: string, piece: number): Promise<number> {
  const bytes = Buffer.from(csv)
  const counter = new GuardCounter()
  const passed: Buffer[] = []
  async function* pieces() {
    for (let start = 0; start < bytes.length; start += piece) yield bytes.subarray(start, start + piece)
  }
  for await (const some of counter.pass(pieces())) passed.push(some)
  expect(Buffer.concat(passed).toString()).toBe(csv)
  return counter.count
}

test.each([
  [`"'=1",2,"a"\n`, 1],
  [`1,"'   =1"\n"'\t",\n`, 2],
  [`1,"''=1","''' @"\n`, 2],
  // By nature, in the middle of a cell, and after a quote that is doubled.
  [`"'a","O'Brien","' '=1"\n`, 0],
  [`"a,""'=1","x\n""'=1",","\n`, 0],
  [`"""'=1",""\n`, 0],
  [`"'`, 0],
])('guarded cells of %j are counted, in whichever pieces they come', async (csv, count) => {
  for (const piece of [1, 2, 3, 7, 1000]) expect(await counted(csv, piece)).toBe(count)
})

test('any cells, cut anywhere: those are counted that begin with a guard, blanks and a sign', async () => {
  const cell = fc.string({
    unit: fc.constantFrom("'", ' ', '=', '@', '\t', ',', '\n', '"', 'a'),
    maxLength: 6,
  })
  const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(rows, fc.integer({ min: 1, max: 9 }), async (table, piece) => {
      const csv = table.map((row) => `${row.map(quoted).join(',')}\n`).join('')
      expect(await counted(csv, piece)).toBe(table.flat().filter((text) => /^'+ *[=@\t]/.test(text)).length)
    }),
    { numRuns: 500 },
  )
})

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
