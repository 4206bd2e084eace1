import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { ExportDir, openExportDir } from './export-dir.ts'

const id = '0b0e5d1e-2f0c-4b57-9d8c-0d5f6f1c2a3b'
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

test('a file is private, is in its place only when it is whole, and what an attempt left goes with the next', async () => {
  const dir = await openExportDir(root, 'ours')
  const first = await dir.begin(id, 1)
  first.file.write('left')
  const { file, path } = await dir.begin(id, 2)
  file.write('a,b\n')
  file.write('1,2\n')
  // sha256sum of the two lines.
  expect(await file.finish()).toBe('492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470')
  expect([file.bytes, statSync(path).mode & 0o777]).toEqual([8, 0o600])
  expect(await dir.list()).toEqual([{ name: `${id}.2.partial`, id, isPart: true }])
  await dir.put(path, id)
  expect(await dir.list()).toEqual([{ name: `${id}.csv`, id, isPart: false }])
  expect(readFileSync(dir.fileOf(id), 'utf8')).toBe('a,b\n1,2\n')
  first.file.destroy()
})

test('only files of jobs are listed', async () => {
  const dir = await openExportDir(root, 'ours')
  for (const name of ['notes.csv', `${id}.csv.bak`, `x${id}.csv`, `${id}.1.partial.old`])
    writeFileSync(join(root, name), '')
  mkdirSync(join(root, 'folder'))
  expect(await dir.list()).toEqual([])
})

test('there is room for a file where it fits twice and 1 GiB stays free', async () => {
  const gib = 1024 ** 3
  const dir = new ExportDir(root, () => Promise.resolve(gib + 200))
  expect([await dir.hasRoomFor(100), await dir.hasRoomFor(101)]).toEqual([true, false])
})
