import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import type { TestProject } from 'vitest/node'
import { bundledPackages } from '../../tools/bundled-packages.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the built commands. */
    commands: string
  }
}

const names = ['import', 'demo', 'users', 'stop']

/** Builds the commands once for all server tests of a run, where they find the packages. */
export default async function setup(project: TestProject): Promise<() => void> {
  const outDir = mkdtempSync(join(process.cwd(), 'node_modules/.countersign-commands-'))
  await build({
    configFile: false,
    logLevel: 'silent',
    ssr: bundledPackages,
    build: {
      ssr: true,
      outDir,
      target: 'node20',
      minify: false,
      copyPublicDir: false,
      rollupOptions: { input: Object.fromEntries(names.map((name) => [name, `src/server/cli/${name}.ts`])) },
    },
  })
  project.provide('commands', outDir)
  return () => rmSync(outDir, { recursive: true, force: true })
}
