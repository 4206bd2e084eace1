import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import type { Plugin, Rolldown } from 'vite'
import { defineConfig } from 'vitest/config'
import { inlineEarlyRequest } from './tools/inline-early-request.ts'

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

/**
 * What the entry imports; what the first screen, the activity, shares with others; what the screen of a review does; and
 * what only comes behind their rows. Left alone, the bundler makes a file of each set of sharers: more of them than a
 * browser has connections.
 */
const chunks: Rolldown.CodeSplittingGroup[] = [
  { name: 'entry', tags: ['$initial'], priority: 3 },
  { ...sharedBy('workflow-actions-screen.tsx', 'shared'), priority: 2 },
  { ...sharedBy('review-screen.tsx', 'reviews'), priority: 1 },
  // A group takes what its modules import: without this line, what comes later would hold these two, which rows need.
  {
    name: 'fields',
    test: /\/(contract\/reviews\/result-fields|features\/reviews\/filters\/list-query)\.ts$/,
    priority: 1,
  },
  { name: 'later', minShareCount: 2 },
]

/** A group of what a screen of `src/app/screens/` needs before it can run and others need too. */
function sharedBy(screen: string, name: string): Rolldown.CodeSplittingGroup {
  const isNeeded = (id: string, bundle: Rolldown.ChunkingContext, seen = new Set<string>()): boolean => {
    if (id.endsWith(`/src/app/screens/${screen}`)) return true
    if (seen.has(id)) return false
    seen.add(id)
    return bundle.getModuleInfo(id)?.importers.some((by) => isNeeded(by, bundle, seen)) ?? false
  }
  return { name: (id, bundle) => (isNeeded(id, bundle) ? name : null), minShareCount: 2 }
}

export default defineConfig(({ isSsrBuild }) => ({
  plugins: isSsrBuild ? [] : [react({ compiler: true }), inlineEarlyRequest(), precompress()],
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
        // One file of styles: none is missing when a part of a screen comes later.
        cssCodeSplit: false,
        rolldownOptions: {
          input: { index: 'index.html' },
          output: { codeSplitting: { groups: chunks } },
        },
      },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{src,bench}/**/*.test.{ts,tsx}'],
          exclude: ['src/**/*.pg.test.ts', 'src/**/*.page.test.tsx'],
          testTimeout: 60_000,
          maxWorkers: 2,
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
      {
        extends: true,
        // As Node resolves: else there would be two copies of the router, which do not know of each other.
        ssr: { resolve: { conditions: ['node', 'module-sync', 'development|production'] } },
        test: {
          name: 'page',
          include: ['src/**/*.page.test.tsx'],
          // Not UTC, so that a time in the wrong zone is seen.
          env: { TZ: 'Europe/Berlin' },
          environment: './src/testing/page-dom.ts',
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
