import { describe, expect, test } from 'vitest'
import { importsOf, isTest, sourceFiles, sourceText } from './source-files.ts'

/** A file that imports another, by their paths under `src`. */
type Link = readonly [from: string, to: string]
type Graph = ReadonlyMap<string, ReadonlySet<string>>

/** What of a folder a path stands for: one of its own folders (`grid/`), or a file beside them. */
function childOf(parent: string, path: string): string | undefined {
  if (!path.startsWith(parent)) return undefined
  const [child = '', ...rest] = path.slice(parent.length).split('/')
  return rest.length > 0 ? `${child}/` : child
}

/** What stands in a folder, and what of it needs what. */
function graphOf(parent: string, links: readonly Link[]): Graph {
  const graph = new Map<string, Set<string>>()
  for (const [file, target] of links) {
    const [from, to] = [childOf(parent, file), childOf(parent, target)]
    if (from === undefined || to === undefined || from === to) continue
    graph.set(from, (graph.get(from) ?? new Set()).add(to))
  }
  return graph
}

/** The shortest way from a folder back to itself, if there is one. */
function wayBack(graph: Graph, folder: string): readonly string[] | undefined {
  const ways: (readonly string[])[] = [[folder]]
  const seen = new Set<string>()
  for (const way of ways)
    for (const next of graph.get(way.at(-1) ?? '') ?? []) {
      if (next === folder) return [...way, next]
      if (!seen.has(next)) ways.push([...way, next])
      seen.add(next)
    }
  return undefined
}

/** Folders at any depth that need each other, in words. Circles of files inside one folder are the linter's. */
function circles(links: readonly Link[]): string[] {
  const folders = links
    .flat()
    .flatMap((path) => path.split('/').map((_, depth, parts) => parts.slice(0, depth)))
  const parents = new Set(folders.map((parts) => parts.map((part) => `${part}/`).join('')))
  return [...parents].flatMap((parent) => {
    const graph = graphOf(parent, links)
    return [...graph.keys()]
      .filter((child) => child.endsWith('/'))
      .flatMap((child) => {
        const way = wayBack(graph, child)
        return way ? [`src/${parent}: ${way.join(' > ')}`] : []
      })
  })
}

describe('folders of src', () => {
  const links = sourceFiles()
    .filter((file) => !isTest(file))
    .flatMap((file) =>
      importsOf(file, sourceText(file)).flatMap(({ path }): Link[] => (path ? [[file, path]] : [])),
    )

  test('do not need each other, at any depth', () => {
    expect(links.length).toBeGreaterThan(2000)
    expect(circles(links)).toEqual([])
  })

  test.each([
    ['two rooms', ['std/fold.ts', 'ui/button.tsx']],
    ['two folders of a room', ['table/clauses/clause.ts', 'table/filters/filter-bar.tsx']],
    [
      'folders deep down',
      ['server/store/reviews/conditions/visible-rows.ts', 'server/store/reviews/log/watch.ts'],
    ],
    ['by a file beside them', ['contract/route.ts', 'contract/reviews/result-calls.ts']],
    ['by styles', ['features/activity/table/cells.tsx', 'features/activity/screen/view.module.css']],
  ] as const)('a planted circle is seen: %s', (_, link) => {
    expect(circles([...links, link]).length).toBeGreaterThan(circles(links).length)
  })
})
