import { execFileSync } from 'node:child_process'
import { linkSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, relative } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { messageOf, NotStarted } from '../../command.ts'
import { importCommand } from '../import-command.ts'
import { temporaryDir } from './read-all.test-helper.ts'

const opened = 'the store was opened'
const open = () => Promise.reject(new Error(opened))
const kinds = [
  ['--rejects', 'rejected lines', ['action-events']],
  ['--rejects', 'rejected lines', ['certification', '--workflow', 'W', '--dry-run']],
  ['--report', 'the report', ['certification', '--workflow', 'W']],
] as const

let folder: string
let data: string
const at = (name: string) => join(folder, name)
beforeEach(() => {
  folder = temporaryDir()
  data = at('data.ndjson')
  writeFileSync(data, 'not a row\n')
})

/** Lets something listen there until the test ends; the name is taken at once. */
function socket(path: string): void {
  const server = createServer().listen(path)
  onTestFinished(() => void server.close())
}

/** What an import with these arguments is refused with; it gets as far as to the store where it is not. */
async function refusalOf(args: readonly string[]): Promise<string> {
  try {
    await importCommand([...args], new AbortController().signal, { open })
  } catch (error) {
    if (!(error instanceof NotStarted)) throw error
    return messageOf(error)
  }
  throw new Error('nothing was refused')
}

/** All that lies in the folder, with what the plain files hold. */
function everything(): readonly (readonly [string, string | undefined])[] {
  return readdirSync(folder, { withFileTypes: true }).map((entry) => [
    entry.name,
    entry.isFile() ? readFileSync(at(entry.name), 'utf8') : undefined,
  ])
}

describe.each(kinds)('T18 %s, for %s of %j', (option, what, kind) => {
  const given = (input: string, path: string) => refusalOf([...kind, input, option, path])

  test.each<[string, () => readonly [input: string, path: string]]>([
    ['by its own name', () => [data, data]],
    ['by another path', () => [data, relative('.', data)]],
    ['by a symbolic link to it', () => (symlinkSync(data, at('link')), [data, at('link')])],
    ['by a hard link', () => (linkSync(data, at('link')), [data, at('link')])],
    [
      'through a symbolic link to its directory',
      () => (symlinkSync(folder, at('there')), [data, at('there/data.ndjson')]),
    ],
    [
      'where the import is given a symbolic link to it',
      () => (symlinkSync(data, at('link')), [at('link'), data]),
    ],
    [
      'where the import is given a link to a link',
      () => {
        symlinkSync(data, at('link'))
        symlinkSync(at('link'), at('first'))
        return [at('first'), at('link')]
      },
    ],
  ])('is never the imported file: %s', async (_, arrange) => {
    const [input, path] = arrange()
    const before = everything()
    expect(await given(input, path)).toBe(
      `The file for ${what} cannot be the imported file itself. Name another with ${option} FILE.`,
    )
    expect(everything()).toEqual(before)
  })

  test.each<[string, string, () => string]>([
    ['a directory', 'is not a plain file', () => (mkdirSync(at('it')), at('it'))],
    ['a directory that is not there', 'is not a plain file', () => at('it/')],
    ['a device', 'is not a plain file', () => '/dev/null'],
    ['a pipe', 'is not a plain file', () => (execFileSync('mkfifo', [at('it')]), at('it'))],
    ['a socket', 'is not a plain file', () => (socket(at('it')), at('it'))],
    [
      'a symbolic link',
      'is not a plain file but a symbolic link',
      () => (writeFileSync(at('other'), ''), symlinkSync(at('other'), at('it')), at('it')),
    ],
    [
      'a symbolic link to nothing',
      'is not a plain file but a symbolic link',
      () => (symlinkSync(at('other'), at('it')), at('it')),
    ],
    ...['mine\n', '\n', '{}\n', '{"line":1}\n', ' {"line":1,"error":"x"}\n', '{"kind":"x","id":1}\n'].map(
      (text): [string, string, () => string] => [
        `a file of another, ${JSON.stringify(text)}`,
        'exists and was not written by an import',
        () => (writeFileSync(at('it'), text), at('it')),
      ],
    ),
  ])('takes the place of no %s', async (_, problem, arrange) => {
    const path = arrange()
    const before = everything()
    expect(await given(data, path)).toBe(
      `The file for ${what} cannot be made: ${path} ${problem}. Name another with ${option} FILE.`,
    )
    expect(everything()).toEqual(before)
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true)
  })

  test('has to lie where a file can be made, which is told before the import is read', async () => {
    expect(await given(at('nothing'), at('nowhere/it'))).toMatch(
      new RegExp(`^The file for ${what} cannot be made: ENOENT.*Name another with ${option} FILE\\.$`),
    )
    expect(await given(data, join(data, 'it'))).toMatch('it would not lie in a directory')
  })

  test.each<[string, string | undefined]>([
    ['no file', undefined],
    ['an empty file', ''],
    ['rejected lines', '{"line":2,"error":"is not JSON","field":"","text":"x"}\n'],
    ['a report', '{"kind":"nobody reviews the row of this line","line":2,"why":"x","people":[]}\n'],
  ])('may take the place of %s', async (_, text) => {
    if (text !== undefined) writeFileSync(at('it'), text)
    expect(await given(data, at('it'))).toBe(opened)
  })

  test('has nothing to do with an imported file that is called like it, with .earlier', async () => {
    writeFileSync(at('it.earlier'), '{"x":1}\n')
    const before = everything()
    expect(await given(at('it.earlier'), at('it'))).toBe(opened)
    expect(everything()).toEqual(before)
  })
})

describe('T18 rejected lines and the report never go to one file', () => {
  const rejected = '{"line":2,"error":"is not JSON","field":"","text":"x"}\n'
  test.each<[string, () => readonly [rejects: string, report: string]]>([
    ['by one name', () => [at('it'), at('it')]],
    ['by two paths', () => [at('it'), relative('.', at('it'))]],
    [
      'through a symbolic link to the directory',
      () => (symlinkSync(folder, at('there')), [at('it'), at('there/it')]),
    ],
    [
      'by a hard link',
      () => (writeFileSync(at('it'), rejected), linkSync(at('it'), at('two')), [at('it'), at('two')]),
    ],
    ['by the name that the report has without --report', () => [`${data}.report.ndjson`, '']],
  ])('%s', async (_, arrange) => {
    const [rejects, report] = arrange()
    const before = everything()
    const args = ['--rejects', rejects, ...(report === '' ? [] : ['--report', report])]
    expect(await refusalOf(['certification', data, '--workflow', 'W', ...args])).toBe(
      `The file for the report cannot be that for rejected lines too: ${report === '' ? rejects : report}. Name another with --report FILE.`,
    )
    expect(everything()).toEqual(before)
  })
})
