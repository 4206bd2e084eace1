import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync, Visitor } from 'oxc-parser'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Words that only this project would know; CONTRIBUTING.md has those of the field. */
const coined = /(^|_)(deed|desk|kit|situation|row_around|fold_back|looks|patience)(s|_|$)|^(most|longest)_/

/** `openRowKit`, `open-row-kit`: as `open_row_kit`. */
const asWords = (name: string) =>
  name
    .replaceAll('WebKit', 'Webkit')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase()

const isCoined = (name: string) => coined.test(asWords(name))

/** Names that fit anything. Product code says what the thing is. */
const vague = /^(one|nothing|found|given|asked|said)$/

const isVague = (name: string) => vague.test(asWords(name))

const isProduct = (file: string) => /^src\/(?!testing\/)/.test(file) && !/\.test(-helper)?\.tsx?$/.test(file)

function codeFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|css|mjs)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
}

/** Every name that a file's code uses. */
const namesIn = (file: string) => names.get(file) ?? remember(file)

const names = new Map<string, readonly string[]>()

function remember(file: string): readonly string[] {
  const { program, errors } = parseSync(file, readFileSync(join(root, file), 'utf8'))
  expect(errors, file).toEqual([])
  const used = new Set<string>()
  new Visitor({
    Identifier: ({ name }) => used.add(name),
    JSXIdentifier: ({ name }) => used.add(name),
  }).visit(program)
  names.set(file, [...used])
  return [...used]
}

describe('names that a newcomer knows', () => {
  const files = ['src', 'e2e', 'bench', 'tools'].flatMap(codeFiles)

  function namesLike(isWrong: (name: string) => boolean, isMeant: (file: string) => boolean): string[] {
    return files
      .filter((file) => !file.endsWith('.css') && isMeant(file))
      .flatMap((file) =>
        namesIn(file)
          .filter(isWrong)
          .map((name) => `${file}: ${name}`),
      )
  }

  test('no file is called by a coined word', () => {
    expect(files.length).toBeGreaterThan(500)
    expect(files.filter((file) => file.split(/[/.]/).some(isCoined))).toEqual([])
  })

  test('no name in the code is', () => {
    expect(namesLike(isCoined, () => true)).toEqual([])
  })

  test('no name of product code is one that fits anything', () => {
    expect(files.filter(isProduct).length).toBeGreaterThan(500)
    expect(namesLike(isVague, isProduct)).toEqual([])
  })

  test.each([
    'mostRows',
    'rowDeed',
    'useKit',
    'kit',
    'looks',
    'foldBack',
    'RowAround',
    'longestLine',
    'desks',
  ])('%s would be found', (name) => {
    expect(isCoined(name)).toBe(true)
  })

  test.each(['one', 'found', 'Given', 'asked'])('%s would be found', (name) => {
    expect(isVague(name)).toBe(true)
  })

  test.each(['oneOf', 'foundText', 'isAsked'])('%s says more', (name) => {
    expect(isVague(name)).toBe(false)
  })

  test.each(['startWebKit', 'mostly', 'desktop', 'WebKitWebDriver'])('%s is no such word', (name) => {
    expect(isCoined(name)).toBe(false)
  })
})
