import { parseInstant } from '#std/instant.ts'
import { NotStarted, readArgs } from '../command.ts'

/** What an import is asked to do. */
export type ImportOptions = {
  /** A path, or `-` for standard input. */
  readonly file: string
  /** Where rejected lines go. */
  readonly rejects: string
  /** Check everything, change nothing. */
  readonly dryRun: boolean
  /** What becomes of the demonstration's rows; undefined when the person did not say. */
  readonly demoRows: 'replace' | 'keep' | undefined
}

/** What an import of access is asked to do besides. */
export type CertificationOptions = ImportOptions & {
  readonly workflow: string
  readonly name: string
  /** RFC 3339 in UTC. */
  readonly due: string | undefined
  /** Mail addresses or ids of people. */
  readonly reviewers: readonly string[]
  readonly draft: boolean
  /** Where that goes which is worth knowing of lines that were taken. */
  readonly report: string
}

const usage = `Usage: npm run import -- action-events FILE [options]
       npm run import -- certification FILE --workflow NAME [options]

FILE is NDJSON or CSV in UTF-8, plain or compressed by gzip; - reads standard input.
  --dry-run         check every line and change nothing (rejected lines are still written to their file)
  --rejects FILE    where rejected lines go; FILE.rejects.ndjson beside the imported file unless given
  --replace-demo    delete the demonstration's data of this kind first
  --keep-demo       keep it among the imported data

A certification is made of rows of access, and printed by its id:
  --workflow NAME   the workflow that the access belongs to; made when there is none of that name
  --name N          the certification's own name
  --due DATE        a day, which then ends it in UTC, or a time such as 2026-03-31T17:00:00+02:00
  --reviewer MAIL   reviews every row, beside those whom the file names; may be repeated
  --draft           do not publish it yet
  --report FILE     where lines are listed that say of their row something else than its first line does;
                    FILE.report.ndjson beside the imported file unless given

Exit code: 0 all lines taken, 1 some rejected, 2 not started, 3 broken off (run it again to complete it).`

const shared = {
  'dry-run': { type: 'boolean' },
  rejects: { type: 'string' },
  'replace-demo': { type: 'boolean' },
  'keep-demo': { type: 'boolean' },
} as const

/** Which import the arguments of the command ask for. Throws NotStarted with the usage. */
export function readOptions(
  args: string[],
):
  | ({ readonly kind: 'action-events' } & ImportOptions)
  | ({ readonly kind: 'certification' } & CertificationOptions) {
  const { values, positionals } = readArgs(usage, {
    args,
    allowPositionals: true,
    options: {
      ...shared,
      workflow: { type: 'string' },
      name: { type: 'string' },
      due: { type: 'string' },
      reviewer: { type: 'string', multiple: true },
      draft: { type: 'boolean' },
      report: { type: 'string' },
    },
  })
  const [kind, file, ...more] = positionals
  if (!file || more.length > 0) throw new NotStarted(usage)
  if (values['replace-demo'] && values['keep-demo'])
    throw new NotStarted(`--replace-demo and --keep-demo exclude each other.\n\n${usage}`)
  const besides = (what: string) => `${file === '-' ? 'import' : file}.${what}.ndjson`
  const options = {
    file,
    rejects: values.rejects ?? besides('rejects'),
    dryRun: values['dry-run'] ?? false,
    demoRows: values['replace-demo'] ? 'replace' : values['keep-demo'] ? 'keep' : undefined,
  } as const
  const { workflow, name = '', due, reviewer = [], draft = false, report } = values
  if (
    kind === 'action-events' &&
    workflow === undefined &&
    name === '' &&
    due === undefined &&
    reviewer.length === 0 &&
    report === undefined &&
    !draft
  )
    return { kind, ...options }
  if (kind !== 'certification') throw new NotStarted(usage)
  if (workflow === undefined || workflow.trim() === '' || workflow.length > 1024)
    throw new NotStarted(`--workflow takes a name of up to 1024 characters, and is required.\n\n${usage}`)
  if (name.length > 1024) throw new NotStarted(`--name takes up to 1024 characters.\n\n${usage}`)
  return {
    kind,
    ...options,
    workflow,
    name,
    due: readDue(due),
    reviewers: reviewer,
    draft,
    report: report ?? besides('report'),
  }
}

function readDue(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const instant = parseInstant(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T23:59:59Z` : text)
  if (!instant)
    throw new NotStarted(`--due takes a day such as 2026-03-31, or a time with its offset.\n\n${usage}`)
  return instant.utc
}
