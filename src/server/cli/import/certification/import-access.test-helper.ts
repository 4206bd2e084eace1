import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { TestDatabase } from '#testing/test-database.ts'
import { openStore } from '../../../store/database/open.ts'
import { BrokenOff, messageOf, NotStarted } from '../../command.ts'
import { importCommand } from '../import-command.ts'
import { readRejects, temporaryDir } from '../file/read-all.test-helper.ts'

const quiet = { info: () => undefined, warn: () => undefined }

/** How an import ended, as the terminal and its files show it. */
export type Told = {
  readonly exit: number
  /** The summary without how long it took, and that nobody owns the workflow; what stopped the import where it did not end. */
  readonly told: string
  readonly ownerless: boolean
  /** What the summary says of rows without reviewers and people who do not review, a line each. */
  readonly unassigned: readonly string[]
  readonly id: string | undefined
  readonly rejected: readonly { readonly line: number; readonly field: string; readonly error: string }[]
  readonly report: readonly Readonly<Record<string, unknown>>[]
}

const ofAssignment =
  /^([\d,]+ of [\d,]+ rows? (has|have) no reviewer|Of the people who|To give the role|It .* because rows have)/

/**
 * Imports a file of access as the command does, in this process, for the workflow W unless the arguments say another.
 * Rows without reviewers are allowed unless they are what the test is about.
 */
export async function importAccess(
  database: TestDatabase,
  content: string | Uint8Array,
  { name = 'access.csv', args = [] as readonly string[], allowUnassigned = true } = {},
): Promise<Told> {
  const file = join(temporaryDir(), name)
  writeFileSync(file, content)
  const given = [
    ...(args.includes('--workflow') ? [] : ['--workflow', 'W']),
    ...(allowUnassigned ? ['--allow-unassigned'] : []),
    ...args,
  ]
  const open = () =>
    openStore({ databaseUrl: database.url, dataDir: '', applicationName: 'countersign import', log: quiet })
  const ended = await importCommand(['certification', file, ...given], new AbortController().signal, {
    open,
  }).catch((error: unknown) => {
    if (!(error instanceof NotStarted || error instanceof BrokenOff)) throw error
    return { exit: error instanceof BrokenOff ? 3 : 2, summary: messageOf(error), certificationId: undefined }
  })
  const lines = ended.summary.split('\n')
  const told = lines.filter(
    (line) => !ofAssignment.test(line) && !line.startsWith('Nobody owns the workflow'),
  )
  return {
    exit: ended.exit,
    told: told.join('\n').replace(/, in \d+ s \([^)]*\)/, ''),
    unassigned: lines.filter((line) => ofAssignment.test(line)),
    ownerless: ended.summary.includes('Nobody owns the workflow'),
    id: ended.certificationId,
    rejected: readRejects(`${file}.rejects.ndjson`),
    report: jsonLines(`${file}.report.ndjson`),
  }
}

/** One row of a certification as a test compares it: what makes the row, and what its lines gave it. */
export type StoredRow = {
  readonly row: string
  readonly permissions: readonly string[]
  readonly reviewers: readonly string[]
}

/** The rows of a certification, ordered by their entities. */
export async function rowsOf(database: TestDatabase, id: string | undefined): Promise<readonly StoredRow[]> {
  const { rows } = await sql<StoredRow>`SELECT * FROM (
      SELECT concat_ws(' ', source->>'id', waypoint->>'type', waypoint->>'id', destination->>'id') AS "row",
        raw_permissions AS permissions,
        ARRAY(SELECT person->>'id' FROM jsonb_array_elements(result.reviewers) AS person ORDER BY 1) AS reviewers
      FROM result JOIN certification ON certification.number = result.certification
      WHERE certification_id = ${id}) AS listed
    ORDER BY "row" COLLATE "C"`.execute(database.store.db)
  return rows
}

function jsonLines(path: string): Readonly<Record<string, unknown>>[] {
  if (!existsSync(path)) return []
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean)
  return lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
}
