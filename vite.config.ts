import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
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

/** What the first screen consists of besides the entry: its loader and its component. */
const firstScreen = /\/(features\/activity\/prefetch\.ts|app\/workflow-actions-screen\.tsx)$/

/** Has the browser fetch the early script and the parts of the first screen at once, not one after the other. */
function preloadFirstScreen(): Plugin {
  return {
    name: 'preload-first-screen',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle }) {
        const early = (src: string) =>
          ({ tag: 'script', attrs: { type: 'module', async: true, src }, injectTo: 'head-prepend' }) as const
        if (!bundle) return [early('/src/app/early.ts')]
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
        const needed = new Set<string>()
        const styles = new Set<string>()
        const need = (name: string) => {
          const chunk = chunks.find((other) => other.fileName === name)
          if (!chunk || chunk.isEntry || needed.has(name)) return
          needed.add(name)
          for (const style of chunk.viteMetadata?.importedCss ?? []) styles.add(style)
          chunk.imports.forEach(need)
        }
        for (const chunk of chunks) if (firstScreen.test(chunk.facadeModuleId ?? '')) need(chunk.fileName)
        const link = (rel: string, name: string) =>
          ({ tag: 'link', attrs: { rel, crossorigin: true, href: `/${name}` }, injectTo: 'head' }) as const
        return [
          ...chunks.filter((chunk) => chunk.name === 'early').map((chunk) => early(`/${chunk.fileName}`)),
          ...[...needed].map((name) => link('modulepreload', name)),
          ...[...styles].map((name) => link('stylesheet', name)),
        ]
      },
    },
  }
}

export default defineConfig(({ isSsrBuild }) => ({
  plugins: isSsrBuild ? [] : [react({ compiler: true }), preloadFirstScreen(), precompress()],
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
        rollupOptions: { input: { index: 'index.html', early: 'src/app/early.ts' } },
      },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}'],
          exclude: ['src/**/*.pg.test.ts'],
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
