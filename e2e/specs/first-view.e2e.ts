import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { test as built } from '@playwright/test'
import { expect, test } from '../fixtures.ts'

type Chunk = {
  readonly file: string
  readonly name?: string
  readonly isEntry?: true
  readonly imports?: readonly string[]
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

built('the entry and its imports weigh at most 135 KB', () => {
  expect(weight(scripts(withImports(chunkNamed('index'))))).toBeLessThanOrEqual(135_000)
})

for (const screen of ['workflow-actions-screen', 'review-screen', 'reviews-screen'])
  built(`the script of ${screen} weighs at most 45 KB`, () => {
    expect(weight([chunkNamed(screen).file])).toBeLessThanOrEqual(45_000)
  })

built(
  'T07 no part comes without its styles: there is one file of them, of at most 10 KB, in the shell',
  () => {
    const files = readdirSync(join(web, 'assets')).filter((name) => name.endsWith('.css'))
    expect(files).toHaveLength(1)
    expect(html).toContain(`href="/assets/${files[0]}"`)
    expect(weight(files.map((name) => `assets/${name}`))).toBeLessThanOrEqual(10_000)
  },
)

built('no two files of code need one another: one of them would run before what it needs', () => {
  const reaches = (from: Chunk) =>
    [...withImports(from)].filter((chunk) => chunk !== from && withImports(chunk).has(from))
  expect(Object.values(chunks).flatMap(reaches)).toEqual([])
})

built('nothing is built that nobody asked for', () => {
  const files = readdirSync(web, { recursive: true, encoding: 'utf8' })
  expect(files.filter((file) => file.endsWith('.map'))).toEqual([])
  for (const file of files.filter((name) => name.endsWith('.js')))
    expect(readFileSync(join(web, file), 'utf8'), file).not.toContain('sourceMappingURL')
  const given = readdirSync(join(import.meta.dirname, '../../public'))
  expect(given.toSorted()).toEqual(['icon.svg', 'manifest.webmanifest'])
})

built('the shell has one script in itself, which has the code of a screen fetched at once', () => {
  const inline = [...html.matchAll(/<script>([^<]*)<\/script>/g)].map(([, code = '']) => code)
  const [code = ''] = inline
  expect(inline).toHaveLength(1)
  expect(html).not.toMatch(/<style|\son\w+=|\sstyle=/)
  const entry = scripts(withImports(chunkNamed('index')))
  for (const screen of ['workflow-actions-screen', 'review-screen']) {
    const wanted = scripts(withImports(chunkNamed(screen))).filter((file) => !entry.includes(file))
    expect(wanted.length).toBeGreaterThan(0)
    expect(wanted.filter((file) => !code.includes(`/${file}`))).toEqual([])
  }
  expect(gzipSync(code, { level: 9 }).length).toBeLessThan(2_500)
})

built('what the first rows wait for is compiled on its way, and nothing else is', () => {
  const first = ['workflow-actions-screen', 'review-screen'].flatMap((name) =>
    scripts(withImports(chunkNamed(name))),
  )
  const files = readdirSync(join(web, 'assets')).filter((name) => name.endsWith('.js'))
  const hinted = files.filter((name) =>
    readFileSync(join(web, 'assets', name), 'utf8').startsWith('//# allFunctionsCalledOnLoad\n'),
  )
  expect(hinted.map((name) => `assets/${name}`).toSorted()).toEqual([...new Set(first)].toSorted())
})

test('the first view asks for nothing twice, and for what it does not show only behind the rows', async ({
  page,
  tab,
}) => {
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
  const rows = asked.findIndex((path) => path.includes('/action_events?'))
  expect(rows).toBeGreaterThanOrEqual(0)
  expect(asked.slice(0, rows).filter((path) => /not-found|filter-sheet/.test(path))).toEqual([])
})
