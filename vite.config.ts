import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { bundledPackages } from './tools/bundled-packages.ts'
import { chunks } from './tools/chunks.ts'
import { compileEarly } from './tools/compile-early.ts'
import { inlineEarlyRequest } from './tools/inline-early-request.ts'
import { precompress } from './tools/precompress.ts'
import { shortClassNames } from './tools/short-class-names.ts'

/** The programs of dist/server, by the name that `tools/run.mjs` takes. */
const programs = {
  main: 'src/server/main.ts',
  worker: 'src/server/worker.ts',
  import: 'src/server/cli/import.ts',
  demo: 'src/server/cli/demo.ts',
  users: 'src/server/cli/users.ts',
  'export-key': 'src/server/cli/export-key.ts',
  stop: 'src/server/cli/stop.ts',
  bench: 'bench/main.ts',
}

/** The files of a project share a few processes, which load the code once; what a test puts into globals goes after it. */
const sharedProcesses = { isolate: false, unstubGlobals: true, unstubEnvs: true, restoreMocks: true }

/** The router without the warnings for developers: its package offers bundlers the other build only. */
const routerOfUsers = ['dom-export', 'index'].map((file) => ({
  find: file === 'index' ? /^react-router$/ : /^react-router\/dom$/,
  replacement: fileURLToPath(
    new URL(`node_modules/react-router/dist/production/${file}.mjs`, import.meta.url),
  ),
}))

export default defineConfig(({ isSsrBuild, command }) => ({
  ...(command === 'build' && { resolve: { alias: routerOfUsers } }),
  plugins: isSsrBuild ? [] : [react({ compiler: true }), inlineEarlyRequest(), compileEarly(), precompress()],
  ...(command === 'build' && { css: { modules: { generateScopedName: shortClassNames() } } }),
  // `npm run dev`: calls go to the server beside; its Host check wants its own name, hence changeOrigin.
  server: {
    proxy: Object.fromEntries(
      ['/api', '/app/v1', '/docs', '/openapi.json'].map((path) => [
        path,
        { target: 'http://127.0.0.1:4870', changeOrigin: true },
      ]),
    ),
  },
  ...(isSsrBuild && { ssr: bundledPackages }),
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
          globalSetup: ['src/testing/commands-setup.ts'],
          testTimeout: 60_000,
          maxWorkers: 2,
          ...sharedProcesses,
        },
      },
      {
        extends: true,
        test: {
          name: 'server',
          include: ['src/**/*.pg.test.ts'],
          globalSetup: ['src/testing/postgres-setup.ts', 'src/testing/commands-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          ...sharedProcesses,
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
          setupFiles: ['src/testing/quiet-console.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // They wait for pauses of the page and for their servers a sixth of the time.
          maxWorkers: 3,
          ...sharedProcesses,
        },
      },
      {
        extends: true,
        // What a spreadsheet makes of exports, for whoever has one: `npm run test:spreadsheet`.
        test: {
          name: 'spreadsheet',
          include: ['e2e/spreadsheet/*.office.ts'],
          globalSetup: ['src/testing/postgres-setup.ts'],
          testTimeout: 240_000,
          hookTimeout: 120_000,
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
