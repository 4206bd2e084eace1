import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { temporaryDir } from './read-all.test-helper.ts'
import { ResultFile } from './result-file.ts'

let path: string
beforeEach(() => {
  path = join(temporaryDir(), 'rejects.ndjson')
})

const begun = async () => {
  const file = new ResultFile(path, { what: 'rejected lines', option: '--rejects' })
  await file.prepare('access.csv')
  await file.clear()
  return file
}
const read = (name: string) => (existsSync(name) ? readFileSync(name, 'utf8') : undefined)
const files = () => ({ file: read(path), earlier: read(`${path}.earlier`) })

test('T18 what an earlier run left is set aside as FILE.earlier, and goes when the run ends', async () => {
  writeFileSync(path, 'before\n')
  const file = await begun()
  expect(files()).toEqual({ file: undefined, earlier: 'before\n' })
  await file.add([{ line: 2 }])
  await file.close()
  expect(files()).toEqual({ file: '{"line":2}\n', earlier: undefined })
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('T18 a run that finds nothing leaves no file, neither its own nor an earlier one', async () => {
  writeFileSync(path, 'before\n')
  await (await begun()).close()
  expect(files()).toEqual({ file: undefined, earlier: undefined })
})

test('T18 a run that changes nothing after all puts FILE.earlier back', async () => {
  writeFileSync(path, 'before\n')
  const file = await begun()
  await file.add([{ line: 2 }])
  expect(await file.putBack()).toBe(true)
  await file.close()
  expect(files()).toEqual({ file: 'before\n', earlier: undefined })
})

test('T18 without an earlier file it leaves what it has written', async () => {
  const file = await begun()
  await file.add([{ line: 2 }])
  expect(await file.putBack()).toBe(false)
  await file.close()
  expect(files()).toEqual({ file: '{"line":2}\n', earlier: undefined })
})

test('T18 what was set aside by a run that was killed is what a later one puts back', async () => {
  writeFileSync(path, 'before\n')
  await begun()
  writeFileSync(path, '{"line":2}\n')
  const later = await begun()
  expect(files()).toEqual({ file: undefined, earlier: 'before\n' })
  await later.add([{ line: 3 }])
  expect(await later.putBack()).toBe(true)
  expect(files()).toEqual({ file: 'before\n', earlier: undefined })
})

test('T18 one that never began does not touch what others have set aside', async () => {
  writeFileSync(`${path}.earlier`, 'before\n')
  const file = new ResultFile(path, { what: 'rejected lines', option: '--rejects' })
  expect(await file.putBack()).toBe(false)
  await file.close()
  expect(files()).toEqual({ file: undefined, earlier: 'before\n' })
})

test('T18 it is never the imported file itself, by whatever path', async () => {
  const file = new ResultFile(path, { what: 'the report', option: '--report' })
  await expect(file.prepare(relative('.', path))).rejects.toThrow(
    'The file for the report cannot be the imported file itself.',
  )
})
