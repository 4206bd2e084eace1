import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the built programs. */
    commands: string
  }
}

/** Builds the programs once for all tests of a run, where they find the packages that stay outside. */
export default async function setup(project: TestProject): Promise<() => void> {
  const outDir = mkdtempSync(join(process.cwd(), 'node_modules/.countersign-commands-'))
  await build({ logLevel: 'silent', mode: 'production', build: { ssr: true, outDir } })
  project.provide('commands', outDir)
  return () => rmSync(outDir, { recursive: true, force: true })
}
