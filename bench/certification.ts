import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Build, runCommand } from './program.ts'

type Given = {
  readonly rows: number
  readonly name: string
  /** The mail address of who reviews a row, by its place in the file. */
  readonly reviewerOf: (at: number) => string
}

/** Imports rows of access with a build's own command, as a published certification; returns its id. */
export async function importCertification(
  build: Build,
  dataDir: string,
  { rows, name, reviewerOf }: Given,
): Promise<string> {
  const header =
    'source_type,source_id,source_name,destination_type,destination_id,destination_name,effective_permissions,reviewers'
  const lines = Array.from({ length: rows }, (_, at) => {
    // Names of one length, so that rows are numbered in the order of the file.
    const [person, profile] = [Math.floor(at / 100) + 10_000, (at % 100) + 100]
    return `OktaUser,u${person},Person ${person},SalesforceProfile,p${profile},Profile ${profile},Read;Update,${reviewerOf(at)}`
  })
  const file = join(dataDir, 'access.csv')
  await writeFile(file, [header, ...lines, ''].join('\n'))
  const options = ['--keep-demo', '--workflow', 'Bench', '--name', name]
  const printed = await runCommand(build, dataDir, 'import', ['certification', file, ...options])
  return printed.trim()
}
