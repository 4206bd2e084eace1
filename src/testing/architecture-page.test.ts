import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './source-files.ts'

const file = join(root, 'docs/architecture.md')
const page = readFileSync(file, 'utf8')

const foldersIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted()

/** The folders of a folder, a line each; those that hold no folders stand beside the name of the one that they are in. */
function treeOf(folder: string, indent: string): string[] {
  return foldersIn(folder).flatMap((name) => {
    const path = join(folder, name)
    const isFlat = foldersIn(path).every((child) => foldersIn(join(path, child)).length === 0)
    const head = `${indent}${name}/`
    if (!isFlat) return [head, ...treeOf(path, `${indent}  `)]
    return [[head.padEnd(22), ...foldersIn(path).map((child) => `${child}/`)].join(' ').trimEnd()]
  })
}

test('the page draws the folders of src as they are (UPDATE_TREE=1 draws them anew)', () => {
  const drawn = /(?<=```text\n)src\/\n[^`]*(?=```)/.exec(page)?.[0] ?? ''
  const tree = ['src/', ...treeOf(join(root, 'src'), '  '), ''].join('\n')
  expect(drawn).toMatch(/^src\//)
  if (process.env['UPDATE_TREE'] === '1') writeFileSync(file, page.replace(drawn, tree))
  else expect(drawn).toBe(tree)
})

/** The files that a walk of the page stops at, in their order. */
function stopsOf(heading: string): string[] {
  const [, walk = ''] = page.split(`\n## ${heading}\n`)
  const [items = ''] = walk.split('\n## ')
  return [...items.matchAll(/^\d+\. `([^`]+)`/gm)].map(([, path = '']) => path)
}

test.each(['A filter, file by file', 'A decision, file by file'])(
  '%s: twelve files at most, all there',
  (heading) => {
    const stops = stopsOf(heading)
    expect(stops.length).toBeGreaterThan(6)
    expect(stops.length).toBeLessThanOrEqual(12)
    expect(stops.filter((path) => !existsSync(join(root, 'src', path)))).toEqual([])
  },
)
