// The library links of the embedded PostgreSQL, which npm does not make where scripts of packages are not allowed. The
// server makes them too (src/server/store/embedded/binaries.ts), but may run under an account that cannot write here.
import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { basename, join } from 'node:path'

/** Makes those that are missing under the package's directory; leaves everything as it is where the package is not installed. */
export function completeLinks(root) {
  const list = join(root, 'native/pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const path = join(root, target)
    if (!existsSync(path)) symlinkSync(basename(source), path)
  }
}
