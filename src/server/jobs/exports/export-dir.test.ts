import { createHash, randomBytes } from 'node:crypto'
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
  const manifest = attempt.create('manifest.json')
  file.write('a,b\n')
  file.write('1,2\n')
  // sha256sum of the two lines.
  const sha256 = '492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470'
  expect(await file.finish()).toEqual({ bytes: 8, newlines: 2, sha256, chunk_sha256: [sha256] })
  expect(await history.finish()).toMatchObject({ bytes: 0, newlines: 0, chunk_sha256: [] })
  await manifest.finish()
  const parts = ['csv', 'history.csv', 'manifest.json'].map((kind) => `${id}.2.${kind}.partial`)
  expect((await dir.list()).toSorted(byName)).toEqual(parts.map((name) => ({ name, id, isPart: true })))
  expect(parts.map((name) => statSync(join(root, name)).mode & 0o777)).toEqual([0o600, 0o600, 0o600])
  await attempt.put()
  expect((await dir.list()).toSorted(byName)).toEqual(
    [`${id}.csv`, `${id}.history.csv`, `${id}.manifest.json`].map((name) => ({ name, id, isPart: false })),
  )
  expect(readFileSync(dir.fileOf(id, 'csv'), 'utf8')).toBe('a,b\n1,2\n')
  first.destroy()
  const third = await dir.begin(id, 3)
  third.create('xlsx').write('left')
  await third.abandon()
  expect(await dir.list()).toHaveLength(3)
  await dir.removeAll(id)
  expect(await dir.list()).toEqual([])
})

test('a file has a hash of each MiB of it, in however many pieces it was written', async () => {
  const attempt = await (await openExportDir(root, 'ours')).begin(id, 1)
  const file = attempt.create('jsonl')
  const bytes = randomBytes(2.5 * 1024 * 1024)
  for (let start = 0; start < bytes.length; start += 77_777) file.write(bytes.subarray(start, start + 77_777))
  const hashOf = (part: Buffer) => createHash('sha256').update(part).digest('hex')
  const mib = 1024 * 1024
  expect(await file.finish()).toEqual({
    bytes: bytes.length,
    newlines: bytes.filter((byte) => byte === 0x0a).length,
    sha256: hashOf(bytes),
    chunk_sha256: [0, 1, 2].map((chunk) => hashOf(bytes.subarray(chunk * mib, (chunk + 1) * mib))),
  })
})

test('only files of jobs are listed', async () => {
  const dir = await openExportDir(root, 'ours')
  for (const name of [
    'notes.csv',
    `${id}.csv.bak`,
    `x${id}.csv`,
    `${id}.txt`,
    `${id}.1.csv.partial.old`,
    `${id}.manifest.json.bak`,
  ])
    writeFileSync(join(root, name), '')
  mkdirSync(join(root, 'folder'))
  expect(await dir.list()).toEqual([])
})

test('there is room for a file where it fits twice and 1 GiB stays free', async () => {
  const gib = 1024 ** 3
  const dir = new ExportDir(root, () => Promise.resolve(gib + 200))
  expect([await dir.hasRoomFor(100), await dir.hasRoomFor(101)]).toEqual([true, false])
})
