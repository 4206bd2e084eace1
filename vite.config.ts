import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import type { Plugin, Rolldown } from 'vite'
import { defineConfig } from 'vitest/config'

/** The programs of dist/server, by the name that `src/server/run.mjs` takes. */
const programs = {
  main: 'src/server/main.ts',
  import: 'src/server/cli/import.ts',
  demo: 'src/server/cli/demo.ts',
  users: 'src/server/cli/users.ts',
  stop: 'src/server/cli/stop.ts',
  bench: 'bench/main.ts',
}

/** Every asset once as .br and .gz, so that the server never compresses a file twice. */
function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    closeBundle() {
      const folder = 'dist/web/assets'
      for (const name of readdirSync(folder)) {
        if (!/\.(js|css|svg)$/.test(name)) continue
        const bytes = readFileSync(join(folder, name))
        writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }))
        writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes))
      }
    },
  }
}

/** The router's own production build, without the warnings for developers; its package offers no condition for it. */
const productionRouter = [
  {
    find: /^react-router$/,
    replacement: join(import.meta.dirname, 'node_modules/react-router/dist/production/index.mjs'),
  },
  {
    find: /^react-router\/dom$/,
    replacement: join(import.meta.dirname, 'node_modules/react-router/dist/production/dom-export.mjs'),
  },
]

type Modules = { readonly getModuleInfo: (id: string) => { readonly importedIds: readonly string[] } | null }

type Node = { readonly type: string; readonly start: number; readonly end: number }

/** Every node of a syntax tree. */
function* nodesOf(value: unknown): Generator<Node & Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return
  if ('type' in value && 'start' in value) yield value as Node & Record<string, unknown>
  for (const inner of Object.values(value)) yield* nodesOf(inner)
}

/**
 * The contract's calls without the schemas of what is sent: the server checks that, and to the page they are types
 * only. What nobody else uses of them is then left out of the build: 2.5 KB of the entry.
 */
function repliesOnly(): Plugin {
  return {
    name: 'replies-only',
    apply: (_, { command, isSsrBuild }) => command === 'build' && !isSsrBuild,
    enforce: 'pre',
    transform: {
      filter: { id: /\/src\/contract\/[\w-]+-calls\.ts$/ },
      handler(code) {
        const sent = [...nodesOf(this.parse(code, { lang: 'ts' }))].filter(
          ({ type, key }) =>
            type === 'Property' &&
            /^(params|query|body|permission|documented)$/.test((key as { name?: string }).name ?? ''),
        )
        if (sent.length === 0) throw new Error('There is nothing left to leave out of the calls.')
        let kept = code
        for (const { start, end } of sent.toReversed())
          kept = `${kept.slice(0, start)}${kept.slice(end).replace(/^,/, '')}`
        return { code: kept, map: null }
      },
    },
  }
}

/** Libraries that tables need and the entry does not, though its own imports lead to some of them. */
const gridLibraries =
  /@tanstack\/((react-)?(table|virtual|store)(-core)?\/|query-core\/.*Observer|react-query\/.*\/(?!QueryClientProvider|infiniteQueryOptions|index))/

const closures = new Map<string, ReadonlySet<string>>()

/** All modules that come with one of src/app, dynamic imports apart. */
function modulesOf(file: string, modules: Modules): ReadonlySet<string> {
  const known = closures.get(file)
  if (known) return known
  const found = new Set([join(import.meta.dirname, 'src/app', file)])
  for (const id of found)
    for (const imported of modules.getModuleInfo(id)?.importedIds ?? []) found.add(imported)
  closures.set(file, found)
  return found
}

/** A chunk of the modules that come with every one of these files of src/app, those of higher priority apart. */
function chunkOf(name: string, files: readonly string[], priority: number, only = /./) {
  return {
    name: (id: string, modules: Modules) =>
      only.test(id) && !gridLibraries.test(id) && files.every((file) => modulesOf(file, modules).has(id))
        ? name
        : null,
    priority,
  }
}

const activityScreen = 'workflow-actions-screen.tsx'
const reviewScreen = 'review-screen.tsx'

/**
 * What the first view consists of: the entry, the libraries under every table (which change far less often than our
 * own code), and the two screens that links lead to with what they share. Left alone, the bundler makes a chunk of each
 * set of sharers, more of them than a browser has connections. What toolbars and dialogs share with the review does
 * not go into its chunk: the activity's own toolbar would bring all of it along.
 */
const firstView = [
  chunkOf('index', ['main.tsx'], 4),
  { name: 'grid', test: gridLibraries, priority: 3 },
  chunkOf('screens', [activityScreen, reviewScreen], 2),
  chunkOf('workflow-actions', [activityScreen], 1),
  {
    ...chunkOf('review', [reviewScreen], 1, /\/src\/(app|features|queries|contract|client)\//),
    includeDependenciesRecursively: false,
  },
]

/** The files of a chunk, with its styles and those of the chunks that it begins with. */
function filesWith(chunk: Rolldown.OutputChunk, chunks: ReadonlyMap<string, Rolldown.OutputChunk>): string[] {
  const all = new Set([chunk])
  for (const one of all)
    for (const name of one.imports) {
      const imported = chunks.get(name)
      if (imported) all.add(imported)
    }
  return [...all].flatMap((one) =>
    [one.fileName, ...(one.viteMetadata?.importedCss ?? [])].map((name) => `/${name}`),
  )
}

/**
 * Writes the early script into the shell itself, so that it runs before any file has come, and has the browser fetch
 * the entry and the first screen at once, not one after the other.
 */
function startEarly(): Plugin {
  return {
    name: 'start-early',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle }) {
        if (!bundle)
          return [
            {
              tag: 'script',
              attrs: { type: 'module', src: '/src/app/early.ts' },
              injectTo: 'head-prepend' as const,
            },
          ]
        const chunks = new Map(
          Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file]] : [])),
        )
        const chunkOf = (name: string) => {
          const found = [...chunks.values()].find((chunk) => chunk.name === name)
          if (!found) throw new Error(`There is no chunk called ${name}.`)
          return found
        }
        const early = chunkOf('early')
        if (early.imports.length > 0 || early.code.includes('</'))
          throw new Error('The early script must be one file that can stand inside a page.')
        delete bundle[early.fileName]
        const entry = filesWith(chunkOf('index'), chunks)
        const screen = (...names: readonly string[]) =>
          [...new Set(names.flatMap((name) => filesWith(chunkOf(name), chunks)))].filter(
            (file) => !entry.includes(file),
          )
        const files = { activity: screen('workflow-actions'), review: screen('review', 'load-review') }
        const code = `const SCREEN_FILES = ${JSON.stringify(files)}; ${early.code.trim()}`
        return [{ tag: 'script', children: `(() => {${code}})()`, injectTo: 'head-prepend' as const }]
      },
    },
  }
}

export default defineConfig(({ command, isSsrBuild }) => ({
  resolve: { alias: command === 'build' && !isSsrBuild ? productionRouter : [] },
  plugins: isSsrBuild ? [] : [react({ compiler: true }), repliesOnly(), startEarly(), precompress()],
  // `npm run dev`: calls go to the server beside; its Host check wants its own name, hence changeOrigin.
  server: {
    proxy: Object.fromEntries(
      ['/api', '/app/v1', '/docs', '/openapi.json'].map((path) => [
        path,
        { target: 'http://127.0.0.1:4870', changeOrigin: true },
      ]),
    ),
  },
  build: isSsrBuild
    ? {
        outDir: 'dist/server',
        emptyOutDir: true,
        copyPublicDir: false,
        target: 'node20',
        minify: false,
        rollupOptions: { input: programs },
      }
    : {
        outDir: 'dist/web',
        emptyOutDir: true,
        manifest: true,
        modulePreload: { polyfill: false },
        rolldownOptions: {
          input: { index: 'index.html', early: 'src/app/early.ts' },
          output: { codeSplitting: { groups: firstView } },
          treeshake: {
            manualPureFunctions: ['z', 'safeText', 'optionalText', 'enumInput', 'page', 'value'],
            propertyReadSideEffects: false,
          },
          optimization: { inlineConst: { mode: 'all', pass: 1 } },
        },
      },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}'],
          exclude: ['src/**/*.pg.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'server',
          include: ['src/**/*.pg.test.ts'],
          globalSetup: ['src/testing/postgres-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
    ],
  },
}))
