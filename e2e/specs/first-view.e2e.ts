import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from '../fixtures.ts'

type Chunk = {
  readonly file: string
  readonly name?: string
  readonly isEntry?: true
  readonly imports?: readonly string[]
  readonly css?: readonly string[]
}

const web = join(import.meta.dirname, '../../dist/web')
const chunks: Readonly<Record<string, Chunk>> = JSON.parse(
  readFileSync(join(web, '.vite/manifest.json'), 'utf8'),
)
const html = readFileSync(join(web, 'index.html'), 'utf8')

function chunkNamed(name: string): Chunk {
  const found = Object.values(chunks).find((chunk) => chunk.name === name)
  if (!found) throw new Error(`there is no chunk ${name}`)
  return found
}

function chunkOf(source: string): Chunk {
  const found = chunks[source]
  if (!found) throw new Error(`there is no chunk of ${source}`)
  return found
}

/** A chunk and everything that it imports before it can run. */
function withImports(chunk: Chunk, seen = new Set<Chunk>()): Set<Chunk> {
  if (seen.has(chunk)) return seen
  seen.add(chunk)
  for (const key of chunk.imports ?? []) {
    const imported = chunks[key]
    if (imported) withImports(imported, seen)
  }
  return seen
}

/** Bytes over the wire, compressed as hard as gzip can. */
function weight(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(join(web, file)), { level: 9 }).length, 0)
}

const scripts = (all: Iterable<Chunk>) => [...all].map(({ file }) => file)
const styles = (all: Iterable<Chunk>) => [...all].flatMap(({ css = [] }) => css)

test('the entry and its imports weigh at most 118 KB', () => {
  expect(weight(scripts(withImports(chunkNamed('index'))))).toBeLessThanOrEqual(118_000)
})

test('the script and the styles of the activity screen weigh at most 30 KB', () => {
  const screen = chunkNamed('workflow-actions')
  expect(weight([screen.file, ...styles([screen])])).toBeLessThanOrEqual(30_000)
})

test('the styles of the first view weigh at most 6 KB', () => {
  const linked = [...html.matchAll(/<link rel="stylesheet"[^>]* href="\/([^"]+)"/g)].map(
    ([, file = '']) => file,
  )
  expect(linked.length).toBeGreaterThan(0)
  // Everything that is there before anybody touches anything, the toolbar that comes behind the rows too.
  const all = new Set([
    ...linked,
    ...styles(withImports(chunkNamed('index'))),
    ...styles(withImports(chunkNamed('workflow-actions'))),
    ...styles(withImports(chunkOf('src/features/activity/toolbar.tsx'))),
  ])
  expect(weight([...all])).toBeLessThanOrEqual(6_000)
})

test('nothing is built that nobody asked for', () => {
  const files = readdirSync(web, { recursive: true, encoding: 'utf8' })
  expect(files.filter((file) => file.endsWith('.map'))).toEqual([])
  for (const file of files.filter((name) => name.endsWith('.js')))
    expect(readFileSync(join(web, file), 'utf8'), file).not.toContain('sourceMappingURL')
  const given = readdirSync(join(import.meta.dirname, '../../public'))
  expect(given.toSorted()).toEqual(['icon.svg', 'manifest.webmanifest'])
})

test('what draws the first rows before React weighs at most 10 KB, and needs nothing else', () => {
  const drawing = readdirSync(join(web, 'assets')).filter((name) => /^early-.*\.js$/.test(name))
  expect(drawing).toHaveLength(2)
  for (const name of drawing) {
    expect(weight([`assets/${name}`])).toBeLessThanOrEqual(10_000)
    expect(readFileSync(join(web, 'assets', name), 'utf8')).not.toMatch(/\bimport\b/)
    expect(html).toContain(`"/assets/${name}"`)
  }
})

test('every file of styles says first in what order the layers count', () => {
  for (const name of readdirSync(join(web, 'assets')).filter((file) => file.endsWith('.css')))
    expect(readFileSync(join(web, 'assets', name), 'utf8'), name).toMatch(/^@layer base, ?ui, ?screens;/)
})

test('the shell has one script, its own, which asks for everything at once', () => {
  const tags = [...html.matchAll(/<script\b[^>]*>([^<]*)/g)]
  const [[early, code = ''] = [], ...others] = tags
  expect(early).toMatch(/^<script>/)
  expect(others).toEqual([])
  expect(html).not.toMatch(/<style|\son\w+=|\sstyle=/)
  const asked = (file: string) => html.includes(`"/${file}"`)
  const first = withImports(chunkNamed('workflow-actions'))
  expect(scripts(first).filter((file) => !asked(file))).toEqual([])
  const review = [...withImports(chunkNamed('review'))]
  expect([...scripts(review), ...styles(review)].filter((file) => !asked(file))).toEqual([])
  expect(gzipSync(code, { level: 9 }).length).toBeLessThan(2_500)
})

test('the first view asks for nothing twice and for nothing that it does not show', async ({ page, tab }) => {
  const asked: string[] = []
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url())
    asked.push(`${request.method()} ${pathname}${search}`)
  })
  await tab.open()
  await expect(tab.count).toBeVisible()
  await expect(tab.legendButton).toBeVisible()
  await expect(tab.freshness).toBeVisible()
  await expect(tab.count).toHaveText(/^100 of \d/)
  expect(asked.filter((path, place) => asked.indexOf(path) !== place)).toEqual([])
  expect(asked.filter((path) => /not-found|filter-sheet/.test(path))).toEqual([])
})
