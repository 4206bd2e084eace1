import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { importsOf, isTest, root, sourceFiles, sourceText } from './source-files.ts'

const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8')
const mayImport = readTable(page, 'room')
/** Of each folder of `server` and of `features/reviews`; `reviews (types)` allows nothing but types of it. */
const foldersMayImport = {
  server: readTable(page, 'folder of `server`'),
  'features/reviews': readTable(page, 'folder of `features/reviews`'),
} as const

/** A folder whose own folders have a table. */
type Parent = keyof typeof foldersMayImport
const parents = Object.keys(foldersMayImport) as Parent[]

/** Packages that only these folders may import. */
const keepers: Readonly<Record<string, readonly string[]>> = {
  pg: ['server/store', 'server/cli', 'server/demo', 'testing'],
  kysely: ['server/store', 'server/cli', 'server/demo', 'testing'],
  'pg-copy-streams': ['server/store', 'server/cli', 'server/demo'],
  'graphile-worker': ['server/jobs'],
  yazl: ['server/jobs'],
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

const roomOf = (path: string) => path.split('/')[0] ?? ''

/** What is wrong with the imports of one file, in words; empty when nothing is. */
export function violations(file: string, code: string): string[] {
  return importsOf(file, code).flatMap(({ name, path, onlyTypes }) => {
    if (path === undefined) return packageViolation(file, name)
    if (/(^|\/)index(\.tsx?)?$/.test(path)) return [`${file} imports a barrel`]
    if (!isTest(file) && isTest(path)) return [`${file} imports ${path}, which is for tests`]
    if (roomOf(path) === roomOf(file)) return folderViolation(file, path, onlyTypes)
    if (name.startsWith('.')) return [`${file} leaves its room by a relative path (${name})`]
    return roomViolation(file, roomOf(path))
  })
}

function packageViolation(file: string, name: string): string[] {
  const folders = Object.entries(keepers).find(
    ([known]) => name === known || name.startsWith(`${known}/`),
  )?.[1]
  const allowed = !folders || isTest(file) || folders.some((folder) => file.startsWith(folder))
  return allowed ? [] : [`${file} imports ${name}, which only ${folders.join(', ')} may`]
}

function roomViolation(file: string, to: string): string[] {
  const room = roomOf(file)
  const allowed = room === 'testing' || (isTest(file) && to === 'testing') || mayImport[room]?.includes(to)
  return allowed
    ? []
    : [`${file} imports ${to}; ${room} may import ${mayImport[room]?.join(', ') || 'nothing of ours'}`]
}

function folderViolation(file: string, target: string, onlyTypes: boolean): string[] {
  const feature = (path: string) => path.split('/')[1]
  if (roomOf(file) === 'features' && feature(file) !== feature(target))
    return [`${file} imports another feature`]
  const parent = parents.find((folder) => file.startsWith(`${folder}/`))
  return parent === undefined || isTest(file) ? [] : tableViolation(parent, { file, target, onlyTypes })
}

/** The folder of a parent that a file is in; undefined for the files beside the folders. */
function folderOf(parent: Parent, file: string): string | undefined {
  const [folder, ...rest] = file.slice(parent.length + 1).split('/')
  return rest.length > 0 ? folder : undefined
}

type Link = { readonly file: string; readonly target: string; readonly onlyTypes: boolean }

function tableViolation(parent: Parent, { file, target, onlyTypes }: Link): string[] {
  const from = folderOf(parent, file)
  if (from === undefined) return []
  const allowed = foldersMayImport[parent][from] ?? []
  const to = folderOf(parent, target)
  const needed = to === undefined ? foldersNeededBy(parent, target) : [to]
  return needed
    .filter((folder) => {
      const types = onlyTypes || to === undefined ? [`${folder} (types)`] : []
      return folder !== from && ![folder, ...types].some((name) => allowed.includes(name))
    })
    .map((folder) => `${file} imports ${folder}; ${from} may import ${allowed.join(', ') || 'no folder'}`)
}

/** The folders of a parent that a file beside them imports, itself or by other such files. */
function foldersNeededBy(parent: Parent, file: string, seen: readonly string[] = []): string[] {
  if (seen.includes(file) || file.endsWith('.css')) return []
  const targets = importsOf(file, sourceText(file)).flatMap(({ path }) =>
    path?.startsWith(`${parent}/`) ? [path] : [],
  )
  const needed = targets.flatMap(
    (target) => folderOf(parent, target) ?? foldersNeededBy(parent, target, [...seen, file]),
  )
  return [...new Set(needed)]
}

describe('the rooms of docs/architecture.md', () => {
  const files = sourceFiles()

  test('there are rooms and files to check', () => {
    expect(Object.keys(mayImport).length).toBeGreaterThan(8)
    expect(files.length).toBeGreaterThan(50)
    expect(files.map(roomOf).filter((room) => !(room in mayImport))).toEqual([])
  })

  test.each(parents)('every folder of %s has its row', (parent) => {
    const folders = files
      .filter((file) => file.startsWith(`${parent}/`))
      .flatMap((file) => folderOf(parent, file) ?? [])
    expect([...new Set(folders)].toSorted()).toEqual(Object.keys(foldersMayImport[parent]).toSorted())
  })

  test('no file of features/reviews stands beside its folders, styles included', () => {
    const own = files.filter((file) => file.startsWith('features/reviews/') && !isTest(file))
    const imported = own.flatMap((file) => importsOf(file, sourceText(file)).map(({ path }) => path ?? ''))
    const beside = [...own, ...imported].filter((file) => /^features\/reviews\/[^/]+$/.test(file))
    expect([...new Set(beside)]).toEqual([])
  })

  test.each(files)('%s imports only from floors below it', (file) => {
    expect(violations(file, sourceText(file))).toEqual([])
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
    ['server/handlers/planted.ts', "import { localReviews } from '../local-backend.ts'"],
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
    ['server/cli/planted.ts', "import { registerHosts } from '../http/hosts.ts'"],
    ['server/planted.ts', "import { startServer } from '#testing/start-server.ts'"],
    ['server/cli/planted.ts', "import { temporaryDir } from './import/file/read-all.test-helper.ts'"],
    ['queries/planted.ts', "import { x } from '#decisions/outbox/outbox.test-helper.ts'"],
    ['features/reviews/parts/planted.ts', "import { x } from '../filters/list-query.ts'"],
    [
      'features/reviews/filters/planted.ts',
      "import type { ReviewContext } from '../state/review-provider.ts'",
    ],
    ['features/reviews/filters/planted.tsx', "import styles from '../screen/view.module.css'"],
    ['features/reviews/state/planted.ts', "import { x } from '../table/columns.ts'"],
    ['features/reviews/table/planted.ts', "import { x } from '../decide/change-text.ts'"],
    ['features/reviews/decide/planted.ts', "const late = () => import('../drawer/row-page.tsx')"],
    ['features/reviews/drawer/planted.tsx', "import styles from '../screen/view.module.css'"],
    ['features/reviews/screen/planted.ts', "import { ReviewsPage } from '../list/page.tsx'"],
    ['features/reviews/manage/planted.ts', "export * from '../filters/others.ts'"],
    ['features/reviews/list/planted.ts', "import { ReviewView } from '../screen/view.tsx'"],
  ])('a planted import in %s is caught: %s', (file, code) => {
    expect(violations(file, code)).toHaveLength(1)
  })
})
