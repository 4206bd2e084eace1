import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync, Visitor } from 'oxc-parser'
import { expect, test } from 'vitest'

const src = fileURLToPath(new URL('../', import.meta.url))
/** The rooms of the browser's tower. */
const rooms = ['app', 'features', 'queries', 'decisions', 'table', 'ui', 'client', 'contract', 'scim', 'std']
/** What fetches code ahead in idle time, tries again, and says where that fails (src/ui/lazy-module.ts). */
const keepers = /^(lazyModule|lazyDialog)$/

type Span = { readonly start: number; readonly end: number }

/** The dynamic imports of a file that stand in no call of a keeper. */
function strayImports(file: string, code: string): number {
  const { program } = parseSync(file, code)
  const kept: Span[] = []
  const imports: Span[] = []
  new Visitor({
    CallExpression(node) {
      if (node.callee.type === 'Identifier' && keepers.test(node.callee.name)) kept.push(node)
    },
    ImportExpression(node) {
      imports.push(node)
    },
  }).visit(program)
  return imports.filter(({ start, end }) => !kept.some((call) => call.start < start && end < call.end)).length
}

test('T07 code that the page fetches later is fetched ahead and tried again, all of it', () => {
  const files = rooms
    .flatMap((room) => readdirSync(join(src, room), { withFileTypes: true, recursive: true }))
    .filter((entry) => entry.isFile() && /(?<!\.test)\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
  expect(files.length).toBeGreaterThan(200)
  const stray = files.filter((file) => strayImports(file, readFileSync(file, 'utf8')) > 0)
  // Itself, where it imports a failed file under another address.
  expect(stray.map((file) => relative(src, file))).toEqual(['ui/lazy-module.ts'])
})

test('T07 a planted import is found', () => {
  expect(strayImports('x.ts', "const late = () => import('./x.ts')")).toBe(1)
  expect(strayImports('x.ts', "const late = lazyModule(() => import('./x.ts'))")).toBe(0)
})
