import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import type { Plugin, Rolldown } from 'vite'
import { build } from 'vite'
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
      // A build that has failed says itself why.
      if (!existsSync(folder)) return
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
  // What drawers and windows share comes with the first of them, not as a file for each few lines.
  { name: 'dialog', test: /\/src\/ui\/(dialog|autofocus|copy-button)\./, priority: 1 },
  { name: 'words', test: /\/features\/review\/(change-text|person-text|history-words)\./, priority: 1 },
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

/** What takes out of the page's code whatever nobody uses. */
const smaller = {
  treeshake: {
    manualPureFunctions: ['z', 'safeText', 'optionalText', 'enumInput', 'page', 'value'],
    propertyReadSideEffects: false,
  },
  optimization: { inlineConst: { mode: 'all', pass: 1 } },
} as const

/** The order in which layers count, at the head of every file of styles: whichever comes first may not change it. */
function layersFirst(bundle: Rolldown.OutputBundle): void {
  const [order] = /^@layer [^{;]+;/.exec(readFileSync('src/ui/tokens.css', 'utf8')) ?? []
  if (order === undefined) throw new Error('tokens.css must begin with the order of the layers.')
  for (const file of Object.values(bundle))
    if (file.type === 'asset' && file.fileName.endsWith('.css')) {
      const styles = String(file.source)
      file.source = order + styles
    }
}

/**
 * One of the early scripts as a text. They are built apart: the same components are compiled for elements in place of
 * React, and nothing is shared with the page's own files, which would hold them up. Names of styles are the same in
 * both builds.
 */
async function earlyScript(file: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    resolve: {
      alias: { 'react/jsx-runtime': join(import.meta.dirname, 'src/app/early-jsx.ts') },
    },
    build: {
      write: false,
      copyPublicDir: false,
      modulePreload: false,
      rolldownOptions: {
        input: join(import.meta.dirname, 'src/app', file),
        preserveEntrySignatures: 'strict',
        // A library that something in it really needs stays an import, which is not let through below.
        external: /^(?!react\/jsx-runtime)[a-z@]/,
        ...smaller,
        treeshake: { ...smaller.treeshake, moduleSideEffects: [{ external: true, sideEffects: false }] },
      },
    },
  })
  const [output] = [built].flat()
  const chunks = output && 'output' in output ? output.output.filter((one) => one.type === 'chunk') : []
  const code = chunks[0]?.code ?? ''
  if (chunks.length !== 1 || code === '' || /\bimport\b(?! *\()/.test(code) || code.includes('</'))
    throw new Error(`${file} must become one file that needs no other and can stand inside a page.`)
  return code.trim()
}

/**
 * Writes the early script into the shell itself, so that it runs before any file has come. It has the browser fetch the
 * entry and the first screen at once, and starts the entry when the first rows are drawn.
 */
function startEarly(): Plugin {
  const drawing = { activity: '', review: '' }
  return {
    name: 'start-early',
    apply: (_, { isSsrBuild }) => !isSsrBuild,
    generateBundle: {
      order: 'pre',
      async handler(_, bundle) {
        layersFirst(bundle)
        for (const screen of ['activity', 'review'] as const) {
          const name = `early-${screen}`
          const source = await earlyScript(`${name}.tsx`)
          drawing[screen] =
            `/${this.getFileName(this.emitFile({ type: 'asset', name: `${name}.js`, source }))}`
        }
      },
    },
    transformIndexHtml: {
      order: 'post',
      async handler(html, { bundle }) {
        if (!bundle)
          return [
            {
              tag: 'script',
              attrs: { type: 'module', src: '/src/app/early-dev.ts' },
              injectTo: 'head-prepend' as const,
            },
          ]
        const chunks = new Map(
          Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file]] : [])),
        )
        const chunkOf = (name: string) => {
          // The chunk of the shell itself, which holds none of our code, is not written.
          const found = [...chunks.values()].find(
            (chunk) => chunk.name === name && !chunk.facadeModuleId?.endsWith('.html'),
          )
          if (!found) throw new Error(`There is no chunk called ${name}.`)
          return found
        }
        const entry = filesWith(chunkOf('index'), chunks)
        const screen = (...names: readonly string[]) =>
          [...new Set(names.flatMap((name) => filesWith(chunkOf(name), chunks)))].filter(
            (file) => !entry.includes(file),
          )
        const files = {
          entry: entry.filter((file) => file.endsWith('.js')),
          activity: [drawing.activity, ...screen('workflow-actions')],
          review: [drawing.review, ...screen('review', 'load-review')],
        }
        const code = `const FILES = ${JSON.stringify(files)}; ${await earlyScript('early.ts')}`
        return {
          html: html.replaceAll(/\s*<script type="module"[^>]*><\/script>/g, ''),
          tags: [{ tag: 'script', children: `(() => {${code}})()`, injectTo: 'head-prepend' as const }],
        }
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
          input: { index: 'index.html' },
          output: { codeSplitting: { groups: firstView } },
          ...smaller,
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
      ...(['chromium', 'firefox', 'webkit'] as const).map((engine) => ({
        test: {
          name: engine,
          include: ['e2e/engines/*.engine.ts'],
          provide: { engine },
          testTimeout: 240_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      })),
    ],
  },
}))
