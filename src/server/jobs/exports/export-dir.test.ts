import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { ExportDir, type ExportFile, openExportDir } from './export-dir.ts'

const id = '0b0e5d1e-2f0c-4b57-9d8c-0d5f6f1c2a3b'
const byName = (one: ExportFile, other: ExportFile) => (one.name < other.name ? -1 : 1)
let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'countersign-test-exports-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
})

test('a new directory is private, and opens again for the same database alone', async () => {
  const path = join(root, 'data', 'exports')
  await openExportDir(path, 'ours')
  expect(statSync(path).mode & 0o777).toBe(0o700)
  await openExportDir(path, 'ours')
  await expect(openExportDir(path, 'theirs')).rejects.toThrow('exports of another database')
})

test('a directory with other files in it is refused, and nothing in it is touched', async () => {
  writeFileSync(join(root, 'letter.txt'), 'dear')
  await expect(openExportDir(root, 'ours')).rejects.toThrow(/EXPORT_DIR .* not of exports/)
  expect(readdirSync(root)).toEqual(['letter.txt'])
  await expect(openExportDir(join(root, 'letter.txt'), 'ours')).rejects.toThrow('cannot be used')
})

test('files are private, are in their places only when all are whole, and what an attempt left goes with the next', async () => {
  const dir = await openExportDir(root, 'ours')
  const first = (await dir.begin(id, 1)).create('csv')
  first.write('left')
  const attempt = await dir.begin(id, 2)
  const file = attempt.create('csv')
  const history = attempt.create('history.csv')
  file.write('a,b\n')
  file.write('1,2\n')
  // sha256sum of the two lines.
  expect(await file.finish()).toBe('492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470')
  await history.finish()
  const parts = [`${id}.2.csv.partial`, `${id}.2.history.csv.partial`]
  expect((await dir.list()).toSorted(byName)).toEqual(parts.map((name) => ({ name, id, isPart: true })))
  expect([file.bytes, ...parts.map((name) => statSync(join(root, name)).mode & 0o777)]).toEqual([
    8, 0o600, 0o600,
  ])
  await attempt.put()
  expect((await dir.list()).toSorted(byName)).toEqual(
    [`${id}.csv`, `${id}.history.csv`].map((name) => ({ name, id, isPart: false })),
  )
  expect(readFileSync(dir.fileOf(id, 'csv'), 'utf8')).toBe('a,b\n1,2\n')
  first.destroy()
  const third = await dir.begin(id, 3)
  third.create('xlsx').write('left')
  await third.abandon()
  expect(await dir.list()).toHaveLength(2)
  await dir.removeAll(id)
  expect(await dir.list()).toEqual([])
})

test('only files of jobs are listed', async () => {
  const dir = await openExportDir(root, 'ours')
  for (const name of ['notes.csv', `${id}.csv.bak`, `x${id}.csv`, `${id}.txt`, `${id}.1.csv.partial.old`])
    writeFileSync(join(root, name), '')
  mkdirSync(join(root, 'folder'))
  expect(await dir.list()).toEqual([])
})

test('there is room for a file where it fits twice and 1 GiB stays free', async () => {
  const gib = 1024 ** 3
  const dir = new ExportDir(root, () => Promise.resolve(gib + 200))
  expect([await dir.hasRoomFor(100), await dir.hasRoomFor(101)]).toEqual([true, false])
})
