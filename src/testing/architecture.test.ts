import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync, Visitor } from 'oxc-parser'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const src = join(root, 'src')
const mayImport = readRooms(readFileSync(join(root, 'docs/architecture.md'), 'utf8'))

/** Packages that only these folders may import. */
const keepers: Readonly<Record<string, readonly string[]>> = {
  pg: ['server/store', 'server/cli', 'server/demo', 'testing'],
  kysely: ['server/store', 'server/cli', 'server/demo', 'testing'],
  'pg-copy-streams': ['server/store', 'server/cli', 'server/demo'],
  fastify: ['server', 'testing'],
  '@tanstack/react-table': ['table'],
  '@tanstack/react-query': ['queries', 'app'],
}

function readRooms(markdown: string): Record<string, string[]> {
  const rows = [...markdown.matchAll(/^\| `(\w+)` \|[^|]*\|([^|]*)\|$/gm)]
  return Object.fromEntries(
    rows.map(([, room = '', list = '']) => [room, list.split(',').map((name) => name.trim())]),
  )
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx)$/.test(entry.name))
    .map((entry) => relative(src, join(entry.parentPath, entry.name)))
}

/** Every module that a file names: imports, type imports, re-exports and dynamic imports. */
function importsOf(file: string, code: string): string[] {
  const { program, module, errors } = parseSync(file, code)
  expect(errors, file).toEqual([])
  const found = [
    ...module.staticImports.map((found) => found.moduleRequest.value),
    ...module.staticExports.flatMap((found) =>
      found.entries.flatMap((entry) => entry.moduleRequest?.value ?? []),
    ),
  ]
  new Visitor({
    ImportExpression(node) {
      found.push(node.source.type === 'Literal' ? String(node.source.value) : '<computed>')
    },
    TSImportType(node) {
      found.push(node.source.value)
    },
  }).visit(program)
  return found
}

const isTest = (file: string) => /\.test(-helper)?\.tsx?$/.test(file)

const roomOf = (path: string) => path.split('/')[0] ?? ''

/** What is wrong with the imports of one file, in words; empty when nothing is. */
export function violations(file: string, code: string): string[] {
  const room = roomOf(file)
  return importsOf(file, code).flatMap((name) => {
    if (name.startsWith('.')) return relativeViolation(file, name)
    if (name.startsWith('#')) return roomViolation(file, room, name.slice(1))
    const folders = Object.entries(keepers).find(
      ([known]) => name === known || name.startsWith(`${known}/`),
    )?.[1]
    const allowed = !folders || isTest(file) || folders.some((folder) => file.startsWith(folder))
    return allowed ? [] : [`${file} imports ${name}, which only ${folders.join(', ')} may`]
  })
}

function relativeViolation(file: string, name: string): string[] {
  const target = normalize(join(dirname(file), name))
  if (/(^|\/)index(\.tsx?)?$/.test(target)) return [`${file} imports a barrel`]
  if (roomOf(target) !== roomOf(file)) return [`${file} leaves its room by a relative path (${name})`]
  return featureViolation(file, target)
}

function roomViolation(file: string, room: string, target: string): string[] {
  const other = roomOf(target)
  if (other === room) return featureViolation(file, target)
  const helpers = isTest(file) && other === 'testing'
  const allowed = helpers || room === 'testing' || mayImport[room]?.includes(other)
  return allowed
    ? []
    : [`${file} imports ${other}; ${room} may import ${mayImport[room]?.join(', ') || 'nothing of ours'}`]
}

function featureViolation(file: string, target: string): string[] {
  const [room, feature] = file.split('/')
  const crosses = room === 'features' && target.split('/')[1] !== feature
  return crosses ? [`${file} imports another feature`] : []
}

describe('the rooms of docs/architecture.md', () => {
  const files = sourceFiles(src)

  test('there are rooms and files to check', () => {
    expect(Object.keys(mayImport).length).toBeGreaterThan(8)
    expect(files.length).toBeGreaterThan(50)
    expect(files.map(roomOf).filter((room) => !(room in mayImport))).toEqual([])
  })

  test.each(files)('%s imports only from floors below it', (file) => {
    expect(violations(file, readFileSync(join(src, file), 'utf8'))).toEqual([])
  })

  test.each([
    ['ui/planted.ts', "import { routes } from '#contract/routes.ts'"],
    ['contract/planted.ts', "import type { Client } from '#client/client.ts'"],
    ['client/planted.ts', "export * from '#queries/provider.tsx'"],
    ['features/activity/planted.ts', "const late = () => import('#client/client.ts')"],
    ['features/activity/planted.ts', "import { x } from '../reviews/x.ts'"],
    ['decisions/planted.ts', "import { useRow } from '#queries/reviews/use-row.ts'"],
    ['table/planted.ts', "import { x } from '../server/app.ts'"],
    ['queries/planted.ts', "type Late = import('#server/app.ts').AppOptions"],
    ['server/handlers/planted.ts', "import pg from 'pg'"],
    ['features/activity/planted.ts', "import { useTable } from '@tanstack/react-table'"],
    ['scim/planted.ts', "import { x } from './index.ts'"],
  ])('a planted import in %s is caught: %s', (file, code) => {
    expect(violations(file, code)).toHaveLength(1)
  })
})
