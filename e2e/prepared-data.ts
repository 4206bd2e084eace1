import { execFile } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

/** The variable that tells the workers of a run where the data directories are that they share. */
const variable = 'COUNTERSIGN_PREPARED_DATA'

/** Before a run: a folder for data directories that its programs begin with, which goes when the run is over. */
// oxlint-disable-next-line import/no-default-export -- Playwright takes this one
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-prepared-'))
  // Root starts PostgreSQL as another account, which must get through.
  chmodSync(folder, 0o711)
  process.env[variable] = folder
  return () => rmSync(folder, { recursive: true, force: true })
}

/**
 * Puts the data directory of that name at `target`, where nothing is yet. Whoever is the first of a run to want it has
 * `make` fill it, which leaves no database running; the others wait for that and get copies. Outside of such a run it is
 * made in its place.
 */
export async function putPreparedData(
  name: string,
  target: string,
  make: (dataDir: string) => Promise<void>,
): Promise<void> {
  const shared = process.env[variable]
  if (shared === undefined) return await make(target)
  const folder = join(shared, name)
  const data = join(folder, 'data')
  if (isFirst(folder)) {
    const made = make(data)
    const ending = await made.then(
      () => 'ready',
      () => 'failed',
    )
    writeFileSync(join(folder, ending), '')
    await made
  }
  while (!existsSync(join(folder, 'ready'))) {
    if (existsSync(join(folder, 'failed'))) throw new Error(`another worker could not make the data ${name}`)
    await sleep(50)
  }
  await promisify(execFile)('cp', ['-a', data, target])
}

/** Whether nobody was here before: making a folder is what only one of several can do. */
function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o711 })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}
