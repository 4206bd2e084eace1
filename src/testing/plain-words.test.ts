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

function codeFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|css|mjs)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
}

/** Every name that a file's code uses. */
function namesIn(file: string, code: string): string[] {
  const { program, errors } = parseSync(file, code)
  expect(errors, file).toEqual([])
  const names = new Set<string>()
  new Visitor({
    Identifier: ({ name }) => names.add(name),
    JSXIdentifier: ({ name }) => names.add(name),
  }).visit(program)
  return [...names]
}

describe('names that a newcomer knows', () => {
  const files = ['src', 'e2e', 'bench', 'tools'].flatMap(codeFiles)

  test('no file is called by a coined word', () => {
    expect(files.length).toBeGreaterThan(500)
    expect(files.filter((file) => file.split(/[/.]/).some(isCoined))).toEqual([])
  })

  test('no name in the code is', () => {
    const coinedNames = files
      .filter((file) => !file.endsWith('.css'))
      .flatMap((file) =>
        namesIn(file, readFileSync(join(root, file), 'utf8'))
          .filter(isCoined)
          .map((name) => `${file}: ${name}`),
      )
    expect(coinedNames).toEqual([])
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

  test.each(['startWebKit', 'mostly', 'desktop', 'WebKitWebDriver'])('%s is no such word', (name) => {
    expect(isCoined(name)).toBe(false)
  })
})
