import { Writable } from 'node:stream'
import { readSheet } from 'read-excel-file/node'
import { expect, test } from 'vitest'
import { Collected } from '#testing/collected.ts'
import type { Cell } from './sheet-xml.ts'
import { columnName, textXml } from './sheet-xml.ts'
import { writeWorkbook } from './write-workbook.ts'

const header = ['text', 'jobs', 'last']
const sheet = async (rows: AsyncIterable<readonly (readonly Cell[])[]>, out: Writable) =>
  await writeWorkbook({ title: 'Rows & such', header, counters: new Set(['jobs']), rows }, out)

async function* given(...stretches: readonly (readonly (readonly Cell[])[])[]) {
  yield* stretches
}

test('a workbook is read back as what was written: texts as texts, counters as numbers, nothing as nothing', async () => {
  const texts = [
    '=1+1',
    '-5',
    '007',
    'TRUE',
    '2026-01-01',
    ' blank ',
    'line\nbreak\ttab',
    'return\r',
    '<a href="x">&amp;</a>',
    '_x000D_',
    '_x005F_',
    '__x0041_',
    '\u0000\u0001\u0008\u000b\u001f\ufffe\uffff',
    '😀山',
  ]
  const out = new Collected()
  const rows = texts.map((text, index): Cell[] => [text, String(index), index % 2 === 0 ? null : ''])
  expect(await sheet(given(rows.slice(0, 3), [], rows.slice(3)), out)).toEqual({ rows: texts.length, cut: 0 })
  expect(await readSheet(out.bytes, { trim: false })).toEqual([
    header,
    ...texts.map((text, index) => [text, index, null]),
  ])
})

test('what XML cannot hold, or would read as another sign, is written as a spreadsheet spells it', () => {
  // The reader of these tests takes more than XML allows.
  expect(textXml('\0\b\t\n\v\r\x1f\x85\ud800\ufffe\uffff<_x0041_😀')).toBe(
    '_x0000__x0008_\t\n_x000B__x000D__x001F__x0085__xD800__xFFFE__xFFFF_&lt;_x005F_x0041_😀',
  )
})

test('a cell that is too long for a spreadsheet is cut between two signs, and counted', async () => {
  const long = 'x'.repeat(32_766)
  const out = new Collected()
  const rows = [
    [`${long}y`, '1', `${long}yz`],
    [`${long}😀`, '2', null],
  ]
  expect(await sheet(given(rows), out)).toEqual({ rows: 2, cut: 2 })
  const [, first, second] = await readSheet(out.bytes)
  expect(first).toEqual([`${long}y`, 1, `${long}y`])
  expect(second?.[0]).toBe(long)
})

test('what goes wrong with the rows, or with where they are written, is what writing them ends with', async () => {
  const failing = async function* () {
    yield [['a', '1', 'b']]
    throw new Error('the rows are gone')
  }
  await expect(sheet(failing(), new Collected())).rejects.toThrow('the rows are gone')
  let closed = false
  const endless = async function* () {
    try {
      for (;;) yield Array.from({ length: 1000 }, () => [crypto.randomUUID(), '1', 'b'])
    } finally {
      closed = true
    }
  }
  let free = 100_000
  const full = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      free -= chunk.length
      done(free < 0 ? new Error('the disk is full') : null)
    },
  })
  await expect(sheet(endless(), full)).rejects.toThrow('the disk is full')
  await expect.poll(() => closed).toBe(true)
})

test('columns are named as a spreadsheet names them', () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(columnName)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA'])
})
