import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { actionEventKeys } from '#contract/activity/action-event.ts'
import type { JobRun } from '#server/jobs/job-kinds.ts'
import { exportEvents } from '#server/jobs/exports/export-events.ts'
import { exportReview } from '#server/jobs/exports/export-review.ts'
import { anEvent, insertEvents } from '#testing/action-events.ts'
import { insertReview } from '#testing/insert-review.ts'
import { anEntry, aRow, aUser } from '#testing/review-data.ts'
import { startServer, type TestServer } from '#testing/start-server.ts'
import type { Cell } from './flat-sheet.ts'
import { injections } from './injections.ts'
import { openAsCsv, openAsXlsx, requireLibreOffice } from './libreoffice.ts'

/** The columns of each file whose cells are one of the texts and nothing else. */
const columns = {
  events: actionEventKeys.filter(
    (key) => typeof anEvent()[key] === 'string' && !['started_at', 'completed_at'].includes(key),
  ),
  rows: [
    ...['source', 'waypoint', 'destination'].flatMap((node) => [
      `${node}_type`,
      `${node}_id`,
      `${node}_name`,
    ]),
    'notes',
  ],
  history: ['note', 'reason', 'user', 'via'],
}
type Name = keyof typeof columns
const names = Object.keys(columns) as Name[]

let server: TestServer
let dir: string
let review: string
beforeAll(async () => {
  requireLibreOffice()
  dir = mkdtempSync(join(tmpdir(), 'countersign-spreadsheet-'))
  server = await startServer(inject('postgresUrl'))
  const { db } = server.database.store
  await insertEvents(
    db,
    injections.map((text, index) => ({
      ...anEvent(Object.fromEntries(columns.events.map((key) => [key, text]))),
      started_at: `2026-02-07T11:17:${10 + index}Z`,
      messages: [text],
    })),
  )
  await server.signIn('root', 'admin')
  review = await insertReview(
    server,
    injections.map((text) => {
      const node = { type: text, id: text, name: text, properties: { [text]: text } }
      const person = { ...aUser('ana'), name: text, email: '' }
      const detail = { note: text, reason: text }
      const log = [anEntry('NOTE_ADDED', { actor: person, via: text, detail })]
      return aRow({ source: node, waypoint: node, destination: node, notes: text, log })
    }),
  )
})
afterAll(async () => {
  await server.close()
  rmSync(dir, { recursive: true, force: true })
})

/** Makes both exports in a format; returns the paths of their files, each named for what it holds. */
async function files(format: 'CSV' | 'XLSX'): Promise<readonly string[]> {
  const tools = { store: server.database.store, dir: server.exportDir }
  const maker = { user_type: 'localCookieUser', id: 'root' }
  const run = (input: object): JobRun => ({
    id: crypto.randomUUID(),
    maker,
    created_at: '2026-11-01T00:00:00.000Z',
    attempt: 1,
    signal: new AbortController().signal,
    progress: () => undefined,
    input,
  })
  const events = run({ filter: null, order: { field: 'started_at', direction: 'asc' }, format })
  await exportEvents(tools, events)
  const order = { field: 'decision', direction: 'asc' }
  const given = { certification_id: review, filter: null, mutable_filter: null, order, title: null }
  const rows = run({ ...given, format, maker })
  await exportReview(tools, rows)
  const ending = format === 'CSV' ? 'csv' : 'xlsx'
  const made = { events: [events.id, ''], rows: [rows.id, ''], history: [rows.id, 'history.'] } as const
  return names.map((name) => {
    const [id, part] = made[name]
    const copy = join(dir, `${name}.${ending}`)
    copyFileSync(server.exportDir.fileOf(id, `${part}${ending}`), copy)
    return copy
  })
}

/** In CSV LibreOffice breaks a line at a carriage return too; of a workbook it keeps it. */
const lines = (text: string) => text.replaceAll('\r', '\n')

function expectTexts(sheets: readonly Cell[][][], shown: (text: string) => string): void {
  for (const [at, name] of names.entries()) {
    const [head = [], ...rows] = sheets[at] ?? []
    expect(rows, name).toHaveLength(injections.length)
    expect(
      rows.flat().filter(({ formula }) => formula !== undefined),
      name,
    ).toEqual([])
    const titles = head.map(({ text }) => text)
    for (const column of columns[name]) {
      const index = titles.indexOf(column)
      const cells = rows.map((row) => row[index])
      expect([column, ...cells.map((cell) => cell && { ...cell, text: lines(cell.text) })]).toEqual([
        column,
        ...injections.map((text) => ({ text: lines(shown(text)), type: 'string', formula: undefined })),
      ])
    }
  }
}

/** What stands before a text in CSV that a spreadsheet would run. */
const guarded = (text: string) => (/^'* *[=+\-@\t\r]/.test(text) ? `'${text}` : text)

test.each([false, true])(
  'texts that would run stay texts in CSV, with formulas evaluated (blanks taken away: %s)',
  async (trims) => {
    expectTexts(openAsCsv(await files('CSV'), dir, trims), guarded)
  },
)

test('they stay what they are in XLSX', async () => {
  expectTexts(openAsXlsx(await files('XLSX'), dir), (text) => text)
})

test('LibreOffice runs one that nothing guards, so the tests above can fail', () => {
  const plain = join(dir, 'plain.csv')
  writeFileSync(plain, 'cell\n=1+1\n')
  const folder = mkdtempSync(join(dir, 'unguarded-'))
  expect(openAsCsv([plain], folder, false)).toEqual([
    [
      [{ text: 'cell', type: 'string', formula: undefined }],
      [{ text: '2', type: 'float', formula: 'of:=1+1' }],
    ],
  ])
})
