import { NotStarted, readArgs } from '../command.ts'

/** What an import is asked to do. */
export type ImportOptions = {
  /** A path, or `-` for standard input. */
  readonly file: string
  /** Where rejected lines go. */
  readonly rejects: string
  /** Check everything, change nothing. */
  readonly dryRun: boolean
  /** What becomes of the demonstration's events; undefined when the person did not say. */
  readonly demoRows: 'replace' | 'keep' | undefined
}

const usage = `Usage: npm run import -- action-events FILE [options]

FILE is NDJSON or CSV in UTF-8, plain or compressed by gzip; - reads standard input.
  --dry-run         check every line and change nothing (rejected lines are still written to their file)
  --rejects FILE    where rejected lines go; FILE.rejects.ndjson beside the imported file unless given
  --replace-demo    delete the demonstration's events first
  --keep-demo       keep the demonstration's events among the imported ones

Exit code: 0 all lines taken, 1 some rejected, 2 not started, 3 broken off (run it again to complete it).`

/** Reads the arguments of the import command. Throws NotStarted with the usage. */
export function readOptions(args: string[]): ImportOptions {
  const { values, positionals } = readArgs(usage, {
    args,
    allowPositionals: true,
    options: {
      'dry-run': { type: 'boolean' },
      rejects: { type: 'string' },
      'replace-demo': { type: 'boolean' },
      'keep-demo': { type: 'boolean' },
    },
  })
  const [kind, file, ...more] = positionals
  if (kind !== 'action-events' || !file || more.length > 0) throw new NotStarted(usage)
  if (values['replace-demo'] && values['keep-demo'])
    throw new NotStarted(`--replace-demo and --keep-demo exclude each other.\n\n${usage}`)
  return {
    file,
    rejects: values.rejects ?? (file === '-' ? 'import.rejects.ndjson' : `${file}.rejects.ndjson`),
    dryRun: values['dry-run'] ?? false,
    demoRows: values['replace-demo'] ? 'replace' : values['keep-demo'] ? 'keep' : undefined,
  }
}
