import { isBlank } from '#contract/text.ts'
import { parseInstant } from '#std/instant.ts'
import { maxItems } from '../../store/reviews/access/access-rows.ts'
import { NotStarted, readArgs } from '../command.ts'
import { blankAround } from './file/invisible.ts'
import { maxLineBytes } from '../../lines/lines.ts'

/** What an import is asked to do. */
export type ImportOptions = {
  /** A path, or `-` for standard input. */
  readonly file: string
  /** Where rejected lines go. */
  readonly rejects: string
  /** Check everything, change nothing. */
  readonly dryRun: boolean
  /** How many lines the file has to have; undefined when the person did not say. */
  readonly rows?: number | undefined
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
  /** Publish it although lines were rejected. */
  readonly acceptRejects: boolean
  /** Publish it although nobody reviews some of its rows. */
  readonly allowUnassigned: boolean
  /** Mail address or id of who is to own a workflow that nobody owns. */
  readonly owner: string | undefined
  /** The id of a certification whose place it takes. */
  readonly replaces: string | undefined
  /** Where that goes which is worth knowing of lines that were taken. */
  readonly report: string
}

const usage = `Usage: npm run import -- action-events FILE [options]
       npm run import -- certification FILE --workflow NAME [options]

FILE is NDJSON or CSV in UTF-8, plain or compressed by gzip; - reads standard input.
  --dry-run         say in the same lines what the import would do, and change nothing (rejected lines and the report
                    are still written to their files)
  --rejects FILE    where rejected lines go; FILE.rejects.ndjson beside the imported file unless given. This file and
                    that of --report replace those of an earlier import when the import ends; any other file that has
                    the name, and what is no plain file, such as a symbolic link, is left alone: exit code 2
  --rows N          how many rows the file must have (lines, without the header); another number breaks it off
  --replace-demo    delete the demonstration's data of this kind first
  --keep-demo       keep it among the imported data

A certification is made of rows of access, and printed by its id:
  --workflow NAME   the workflow that the access belongs to; made when there is none of that name; no blanks around it
  --owner MAIL      the admin or operator who owns the workflow; without, only admins run what is made of it
  --name N          the certification's own name
  --due DATE        a day, which then ends it in UTC, or a time such as 2026-03-31T17:00:00+02:00; with --replaces, when
                    the draft was due unless given
  --reviewer MAIL   reviews every row, beside those whom the file names; may be repeated
  --draft           do not publish it yet
  --accept-rejects  publish it although lines were rejected; else it stays a draft until the file is corrected
  --allow-unassigned  publish it although rows have no reviewer; else it stays a draft
  --replaces ID     put it in the place of a draft that nobody has changed, such as one that rejects left
  --report FILE     where lines are listed that say of their row something else than its first line does, or whose
                    row somebody asked for does not review; FILE.report.ndjson beside the imported file unless given

A line of more than ${maxLineBytes / 1024 / 1024} MiB is rejected. So are all lines of a row of access that comes to more than ${maxItems} permissions,
reviewers, managers or owners, be it by one line or by all of them together.

The same file under the same workflow and name makes no second certification: --accept-rejects and --allow-unassigned
publish the draft that it left, --owner gives a workflow its first owner. Where other rows or rejects come out of the
file than then, or something is said that would not be applied (another --due, --reviewer or --draft, --replaces of another),
nothing is done: exit code 2.

Exit code: 0 all lines taken, 1 some rejected, 2 not started or nothing made, 3 broken off or cut short: a certification
is then not made at all, action events that were loaded stay, and it says how many.`

const shared = {
  'dry-run': { type: 'boolean' },
  rejects: { type: 'string' },
  rows: { type: 'string' },
  'replace-demo': { type: 'boolean' },
  'keep-demo': { type: 'boolean' },
} as const

const ofCertifications = {
  workflow: { type: 'string' },
  name: { type: 'string' },
  due: { type: 'string' },
  reviewer: { type: 'string', multiple: true },
  draft: { type: 'boolean' },
  report: { type: 'string' },
  'accept-rejects': { type: 'boolean' },
  'allow-unassigned': { type: 'boolean' },
  replaces: { type: 'string' },
  owner: { type: 'string' },
} as const
const certificationNames = Object.keys(ofCertifications) as (keyof typeof ofCertifications)[]

/** Which import the arguments of the command ask for. Throws NotStarted with the usage. */
export function readOptions(
  args: string[],
):
  | ({ readonly kind: 'action-events' } & ImportOptions)
  | ({ readonly kind: 'certification' } & CertificationOptions) {
  const { values, positionals } = readValues(args)
  const [kind, file, ...more] = positionals
  if (!file || more.length > 0) throw new NotStarted(usage)
  if (values['replace-demo'] && values['keep-demo'])
    throw new NotStarted(`${usage}\n\n--replace-demo and --keep-demo exclude each other.`)
  const unnamed = (['rejects', 'report'] as const).find((option) => values[option] === '')
  if (unnamed) throw new NotStarted(`${usage}\n\n--${unnamed} takes the name of a file, not an empty one.`)
  const besides = (what: string) => `${file === '-' ? 'import' : file}.${what}.ndjson`
  const options = {
    file,
    rejects: values.rejects ?? besides('rejects'),
    dryRun: values['dry-run'] ?? false,
    rows: readCount(values.rows),
    demoRows: values['replace-demo'] ? 'replace' : values['keep-demo'] ? 'keep' : undefined,
  } as const
  if (kind === 'action-events') {
    const foreign = certificationNames.find((option) => values[option] !== undefined)
    if (foreign) throw new NotStarted(`${usage}\n\n--${foreign} is for certifications only.`)
    return { kind, ...options }
  }
  if (kind !== 'certification') throw new NotStarted(usage)
  return { kind, ...options, ...certificationOptions(values), report: values.report ?? besides('report') }
}

function readValues(args: string[]) {
  return readArgs(usage, { args, allowPositionals: true, options: { ...shared, ...ofCertifications } })
}

type Values = ReturnType<typeof readValues>['values']

function certificationOptions(values: Values): Omit<CertificationOptions, keyof ImportOptions | 'report'> {
  const { workflow, name = '', replaces, owner } = values
  if (workflow === undefined || isBlank(workflow) || workflow.length > 1024)
    throw new NotStarted(`${usage}\n\n--workflow takes a name of up to 1024 characters, and is required.`)
  const blank = blankAround(workflow)
  if (blank) throw new NotStarted(`${usage}\n\n--workflow must not begin or end with a blank: ${blank}.`)
  if (name.length > 1024) throw new NotStarted(`${usage}\n\n--name takes up to 1024 characters.`)
  return {
    workflow,
    name,
    replaces,
    owner,
    due: readDue(values.due),
    reviewers: values.reviewer ?? [],
    draft: values.draft ?? false,
    acceptRejects: values['accept-rejects'] ?? false,
    allowUnassigned: values['allow-unassigned'] ?? false,
  }
}

function readCount(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d{1,12}$/.test(text)) throw new NotStarted(`${usage}\n\n--rows takes a whole number.`)
  return Number(text)
}

function readDue(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const instant = parseInstant(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T23:59:59Z` : text)
  if (!instant)
    throw new NotStarted(`${usage}\n\n--due takes a day such as 2026-03-31, or a time with its offset.`)
  return instant.utc
}
