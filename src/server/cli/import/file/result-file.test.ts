import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { temporaryDir } from './read-all.test-helper.ts'
import { ResultFile } from './result-file.ts'

const before = '{"line":7,"error":"is not JSON","field":"","text":"x"}\n'
let path: string
beforeEach(() => {
  path = join(temporaryDir(), 'rejects.ndjson')
})

const begun = () => {
  const file = new ResultFile(path)
  file.begin()
  return file
}
/** What lies under its name, and all the names that lie beside it. */
const left = () => ({
  file: existsSync(path) ? readFileSync(path, 'utf8') : undefined,
  names: readdirSync(dirname(path)),
})
const only = (text: string) => ({ file: text, names: ['rejects.ndjson'] })
const nothing = { file: undefined, names: [] }
/** What it says, without warnings of Node, which may be about another file of tests in this process. */
async function saidBy(work: () => Promise<void>): Promise<string> {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  try {
    await work()
    const texts = write.mock.calls.map(([text]) => String(text))
    return texts.filter((text) => !/^\((node:|Use `node)/.test(text)).join('')
  } finally {
    write.mockRestore()
  }
}

test('T18 what an earlier run left stays until the run ends, which takes its place', async () => {
  writeFileSync(path, before)
  const file = begun()
  await file.add([{ line: 2 }])
  expect(left().file).toBe(before)
  await file.close()
  expect(left()).toEqual(only('{"line":2}\n'))
  expect(file.place).toBe(path)
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test.each([[before], ['']])(
  'T18 a run that finds nothing leaves no file, neither its own nor an earlier one: %j',
  async (earlier) => {
    writeFileSync(path, earlier)
    await begun().close()
    expect(left()).toEqual(nothing)
  },
)

test('T18 a run that changes nothing after all leaves the earlier file, and none of its own', async () => {
  writeFileSync(path, before)
  const file = begun()
  await file.add([{ line: 2 }])
  expect(await file.keepEarlier()).toBe(true)
  await file.close()
  expect(left()).toEqual(only(before))
})

test('T18 without an earlier file it leaves what it has written', async () => {
  const file = begun()
  await file.add([{ line: 2 }])
  expect(await file.keepEarlier()).toBe(false)
  await file.close()
  expect(left()).toEqual(only('{"line":2}\n'))
})

test('T18 a run that was killed leaves the earlier file, and no name of its own keeps a later one from its place', async () => {
  writeFileSync(path, before)
  await begun().add([{ line: 2 }])
  expect(left().file).toBe(before)
  const [killed, ...more] = left().names.filter((name) => name !== 'rejects.ndjson')
  expect([killed, more]).toEqual([expect.stringMatching(/^rejects\.ndjson\.[0-9a-f-]{36}\.partial$/), []])
  const later = begun()
  await later.add([{ line: 3 }])
  await later.close()
  expect(left()).toEqual({ file: '{"line":3}\n', names: ['rejects.ndjson', killed] })
})

test('T18 one that never began touches nothing', async () => {
  writeFileSync(path, before)
  const file = new ResultFile(path)
  expect(await file.keepEarlier()).toBe(false)
  await file.close()
  expect(left()).toEqual(only(before))
})

test('T18 a file of another that is called FILE.earlier is never touched', async () => {
  writeFileSync(path, before)
  writeFileSync(`${path}.earlier`, 'mine\n')
  const file = begun()
  await file.add([{ line: 2, error: 'is not JSON' }])
  await file.close()
  await begun().close()
  expect(left()).toEqual({ file: undefined, names: ['rejects.ndjson.earlier'] })
  expect(readFileSync(`${path}.earlier`, 'utf8')).toBe('mine\n')
})

test('T18 its own name may be as long as a name can be', async () => {
  path = join(dirname(path), 'é'.repeat(127))
  const file = begun()
  await file.add([{ line: 2 }])
  await file.close()
  expect(left().file).toBe('{"line":2}\n')
})

describe('T18 what has got its name while it ran', () => {
  test.each([
    ['a file of another', () => writeFileSync(path, 'mine\n'), 'exists and was not written by an import'],
    ['a directory', () => mkdirSync(path), 'is not a plain file'],
    ['a symbolic link', () => symlinkSync(`${path}.target`, path), 'is not a plain file but a symbolic link'],
  ])('stays, and it is told where the result is: %s', async (_, take, why) => {
    const file = begun()
    await file.add([{ line: 2 }])
    take()
    expect(await saidBy(() => file.close())).toBe(
      `${path} could not be written (${path} ${why}); what belongs there is in ${file.place}.\n`,
    )
    expect(file.place).toMatch(/\.partial$/)
    expect(readFileSync(file.place, 'utf8')).toBe('{"line":2}\n')
    expect(readdirSync(dirname(path))).toHaveLength(2)
  })

  test('stays where there is no result', async () => {
    const file = begun()
    writeFileSync(path, 'mine\n')
    expect(await saidBy(() => file.close())).toBe(
      `${path} is not of this import, and could not be deleted (${path} exists and was not written by an import).\n`,
    )
    expect(left()).toEqual(only('mine\n'))
  })
})
