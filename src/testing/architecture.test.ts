import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync, Visitor } from 'oxc-parser'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const src = join(root, 'src')
const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8')
const mayImport = readTable(page, 'room')
/** Of each folder of `server`; `reviews (types)` allows nothing but types of it. */
const serverMayImport = readTable(page, 'folder of `server`')

/** Packages that only these folders may import. */
const keepers: Readonly<Record<string, readonly string[]>> = {
  pg: ['server/store', 'server/cli', 'server/demo', 'testing'],
  kysely: ['server/store', 'server/cli', 'server/demo', 'testing'],
  'pg-copy-streams': ['server/store', 'server/cli', 'server/demo'],
  fastify: ['server', 'testing'],
  '@tanstack/react-table': ['table'],
  '@tanstack/react-query': ['queries', 'app'],
}

/** The table whose first column has this head: what its last column lists, by its first. */
function readTable(markdown: string, head: string): Record<string, string[]> {
  const [table = ''] = (markdown.split(`\n| ${head} |`)[1] ?? '').split('\n\n')
  const rows = [...table.matchAll(/^\| `(\w+)` \|[^|]*\|([^|]*)\|$/gm)]
  return Object.fromEntries(
    rows.map(([, room = '', list = '']) => [room, list.split(',').map((name) => name.trim())]),
  )
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx)$/.test(entry.name))
    .map((entry) => relative(src, join(entry.parentPath, entry.name)))
}

type Import = { readonly name: string; readonly onlyTypes: boolean }

/** Every module that a file names: imports, type imports, re-exports and dynamic imports. */
function importsOf(file: string, code: string): Import[] {
  const { program, module, errors } = parseSync(file, code)
  expect(errors, file).toEqual([])
  const imports: Import[] = [
    ...module.staticImports.map(({ moduleRequest, entries }) => ({
      name: moduleRequest.value,
      onlyTypes: entries.length > 0 && entries.every((entry) => entry.isType),
    })),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest, isType }) =>
        moduleRequest ? [{ name: moduleRequest.value, onlyTypes: isType }] : [],
      ),
    ),
  ]
  new Visitor({
    ImportExpression(node) {
      const name = node.source.type === 'Literal' ? String(node.source.value) : '<computed>'
      imports.push({ name, onlyTypes: false })
    },
    TSImportType(node) {
      imports.push({ name: node.source.value, onlyTypes: true })
    },
  }).visit(program)
  return imports
}

const isTest = (file: string) => /\.test(-helper)?\.tsx?$/.test(file)

const roomOf = (path: string) => path.split('/')[0] ?? ''

/** What is wrong with the imports of one file, in words; empty when nothing is. */
export function violations(file: string, code: string): string[] {
  const room = roomOf(file)
  return importsOf(file, code).flatMap(({ name, onlyTypes }) => {
    if (name.startsWith('.')) return relativeViolation(file, name, onlyTypes)
    if (name.startsWith('#')) return roomViolation(file, room, { target: name.slice(1), onlyTypes })
    const folders = Object.entries(keepers).find(
      ([known]) => name === known || name.startsWith(`${known}/`),
    )?.[1]
    const allowed = !folders || isTest(file) || folders.some((folder) => file.startsWith(folder))
    return allowed ? [] : [`${file} imports ${name}, which only ${folders.join(', ')} may`]
  })
}

function relativeViolation(file: string, name: string, onlyTypes: boolean): string[] {
  const target = normalize(join(dirname(file), name))
  if (/(^|\/)index(\.tsx?)?$/.test(target)) return [`${file} imports a barrel`]
  if (roomOf(target) !== roomOf(file)) return [`${file} leaves its room by a relative path (${name})`]
  return folderViolation(file, target, onlyTypes)
}

function roomViolation(
  file: string,
  room: string,
  { target, onlyTypes }: { readonly target: string; readonly onlyTypes: boolean },
): string[] {
  const other = roomOf(target)
  if (other === room) return folderViolation(file, target, onlyTypes)
  const helpers = isTest(file) && other === 'testing'
  const allowed = helpers || room === 'testing' || mayImport[room]?.includes(other)
  return allowed
    ? []
    : [`${file} imports ${other}; ${room} may import ${mayImport[room]?.join(', ') || 'nothing of ours'}`]
}

function folderViolation(file: string, target: string, onlyTypes: boolean): string[] {
  if (!isTest(file) && isTest(target)) return [`${file} imports ${target}, which is for tests`]
  const [room, folder] = file.split('/')
  if (room === 'features' && target.split('/')[1] !== folder) return [`${file} imports another feature`]
  if (room === 'server' && !isTest(file)) return serverViolation(file, target, onlyTypes)
  return []
}

/** The folder of `server` that a file is in; undefined for the files beside the folders. */
function serverFolderOf(file: string): string | undefined {
  const [, folder, ...rest] = file.split('/')
  return rest.length > 0 ? folder : undefined
}

function serverViolation(file: string, target: string, onlyTypes: boolean): string[] {
  const from = serverFolderOf(file)
  if (from === undefined) return []
  const allowed = serverMayImport[from] ?? []
  const to = serverFolderOf(target)
  const needed = to === undefined ? foldersNeededBy(target) : [to]
  return needed
    .filter((folder) => {
      const types = onlyTypes || to === undefined ? [`${folder} (types)`] : []
      return folder !== from && ![folder, ...types].some((name) => allowed.includes(name))
    })
    .map((folder) => `${file} imports ${folder}; ${from} may import ${allowed.join(', ') || 'no folder'}`)
}

/** The folders of `server` that a file beside them imports, itself or by other such files. */
function foldersNeededBy(file: string, seen: readonly string[] = []): string[] {
  if (seen.includes(file)) return []
  const targets = importsOf(file, readFileSync(join(src, file), 'utf8'))
    .filter(({ name }) => name.startsWith('./'))
    .map(({ name }) => normalize(join(dirname(file), name)))
  const needed = targets.flatMap(
    (target) => serverFolderOf(target) ?? foldersNeededBy(target, [...seen, file]),
  )
  return [...new Set(needed)]
}

describe('the rooms of docs/architecture.md', () => {
  const files = sourceFiles(src)

  test('there are rooms and files to check', () => {
    expect(Object.keys(mayImport).length).toBeGreaterThan(8)
    expect(files.length).toBeGreaterThan(50)
    expect(files.map(roomOf).filter((room) => !(room in mayImport))).toEqual([])
  })

  test('every folder of the server has its row', () => {
    const folders = files
      .filter((file) => file.startsWith('server/'))
      .flatMap((file) => serverFolderOf(file) ?? [])
    expect([...new Set(folders)].toSorted()).toEqual(Object.keys(serverMayImport).toSorted())
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
    ['server/http/planted.ts', "import { openStore } from '../store/database/open.ts'"],
    ['server/handlers/planted.ts', "import type { SessionCookie } from '../http/call.ts'"],
    ['server/handlers/reviews/planted.ts', "import { openStore } from '#server/store/database/open.ts'"],
    ['server/handlers/planted.ts', "import { localReviews } from '../local-reviews.ts'"],
    ['server/auth/planted.ts', "import { registerHosts } from '../http/hosts.ts'"],
    ['server/reviews/planted.ts', "import { rowStore } from '../store/reviews/changes/row-store.ts'"],
    ['server/reviews/planted.ts', "import type { Call } from '../handlers/handlers.ts'"],
    ['server/rules/planted.ts', "import type { Reviews } from '../reviews/reviews.ts'"],
    ['server/jobs/planted.ts', "import { stepsOf } from '../rules/change-steps.ts'"],
    ['server/store/reviews/planted.ts', "import { planChange } from '../../rules/change-plan.ts'"],
    ['server/store/planted.ts', "import type { Handlers } from '../handlers/handlers.ts'"],
    ['server/store/planted.ts', "import { registerHosts } from '../http/hosts.ts'"],
    ['server/store/planted.ts', "import { expire } from '../reviews/expire.ts'"],
    ['server/demo/planted.ts', "import { say } from '../cli/command.ts'"],
    ['server/cli/planted.ts', "import { registerGuard } from '../auth/guard.ts'"],
    ['server/planted.ts', "import { startServer } from '#testing/start-server.ts'"],
    ['server/cli/planted.ts', "import { temporaryDir } from './import/file/read-all.test-helper.ts'"],
  ])('a planted import in %s is caught: %s', (file, code) => {
    expect(violations(file, code)).toHaveLength(1)
  })
})
