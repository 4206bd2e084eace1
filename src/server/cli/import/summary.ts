import { counted } from '#std/counted.ts'
import type { RunResult } from '../../store/activity/load-run.ts'
import type { CertificationMade, Repeated } from './certification/certification-made.ts'
import { shellWord } from '../command.ts'
import { assignmentNotes } from './certification/assignment-notes.ts'
import { duration, number } from './file/progress.ts'
import type { Summary } from './run-import.ts'
import { separators } from '../../lines/separator.ts'

/** What became of the lines that were not rejected, what was made of them, and what else there is to know. */
type Told = {
  readonly merged: string
  readonly taken: string
  readonly done?: string
  readonly notes: readonly string[]
}

/** What an import of action events tells at its end; `seconds` is how long it took. */
export function eventsSummary(summary: Summary<RunResult>, seconds: number): string {
  return describe(summary, seconds, eventsLoaded)
}

/** What an import of access tells at its end: how its lines add up, and what there is to know besides. */
export function certificationSummary(summary: Summary<CertificationMade>, seconds: number): string {
  return describe(summary, seconds, (made) => certificationMade(made, summary.dryRun))
}

function describe<Loaded>(
  { lines, rejected, endsInLine, separator, dryRun, loaded }: Summary<Loaded>,
  seconds: number,
  tell: (loaded: Loaded) => Told,
): string {
  const rate = `in ${duration(seconds)} (${counted(Math.round(lines / seconds), 'line')}/s)`
  const { merged, taken, done, notes } = tell(loaded)
  const parts = `${merged}, ${number(rejected)} rejected, ${taken}`
  const cells =
    separator !== undefined && separator !== ','
      ? [`Its cells have a ${separators[separator]} between them.`]
      : []
  const end = endsInLine ? ['The last line ends without a line feed, and was read all the same.'] : []
  const dry = dryRun ? 'Dry run, nothing was changed. ' : ''
  return [
    `${dry}${counted(lines, 'line')}: ${parts}${done ? `; ${done}` : ''}, ${rate}.`,
    ...cells,
    ...end,
    ...notes,
  ].join('\n')
}

function eventsLoaded({ added, changed, same, repeated, tidySeconds }: RunResult): Told {
  return {
    merged: `${number(repeated)} replaced by later lines`,
    taken: `${counted(added, 'event')} new, ${number(changed)} changed, ${number(same)} as before`,
    notes: tidySeconds >= 1 ? [`${duration(tidySeconds)} of it went to statistics.`] : [],
  }
}

function certificationMade(made: CertificationMade, dryRun: boolean): Told {
  const { merged, rows, repeated } = made
  return {
    merged: `${number(merged)} merged into others`,
    taken: counted(rows, 'row'),
    ...(repeated && {
      done: `this file was imported before under that name, and ${repeatedText(repeated, dryRun)}`,
    }),
    notes: [...notesOfLines(made), ...assignmentNotes(made), ...notesOfDraft(made)],
  }
}

function repeatedText({ publishes, givesOwner }: Repeated, dryRun: boolean): string {
  const published = dryRun ? 'what is a draft would be published' : 'what was a draft is published now'
  const owned = dryRun ? 'its workflow would get its owner' : 'its workflow has got its owner'
  const done = [...(publishes ? [published] : []), ...(givesOwner ? [owned] : [])]
  if (done.length === 0) return 'nothing was changed'
  return publishes || dryRun ? done.join(', and ') : `${done.join()}; nothing else was changed`
}

function notesOfLines({ differing, unknownReviewers, report }: CertificationMade): readonly string[] {
  const differ = `${number(differing)} of the merged lines ${differing === 1 ? 'names or describes its' : 'name or describe their'} row otherwise than its first line, which stands. ${differing === 1 ? 'It is' : 'They are'} listed in ${report}.`
  const unknown = `${number(unknownReviewers)} of the reviewers that the file names ${unknownReviewers === 1 ? 'is' : 'are'} not in the directory, and ${unknownReviewers === 1 ? 'was' : 'were'} not assigned.`
  return [...(differing > 0 ? [differ] : []), ...(unknownReviewers > 0 ? [unknown] : [])]
}

function notesOfDraft(made: CertificationMade): readonly string[] {
  const { certification_id, held, publishedBy, replaced, keptDue, owned } = made
  const notes = []
  if (replaced !== undefined)
    notes.push(
      certification_id === undefined
        ? `It would take the place of ${replaced}, which would be superseded.`
        : `It took the place of ${replaced}, which is superseded.`,
    )
  if (keptDue !== undefined)
    notes.push(
      `${certification_id === undefined ? 'It would be' : 'It is'} due ${keptDue}, as ${replaced} was, because --due was not said.`,
    )
  if (!owned) notes.push(ownerNote(made))
  if (keepsDraft(made)) notes.push('It stays a draft, because --draft was said.')
  if (held && certification_id === undefined)
    notes.push('It would stay a draft, because lines are rejected, unless --accept-rejects is said.')
  else if (held)
    notes.push(
      `It is a draft, because lines were rejected. Correct the file and say --replaces ${certification_id}, or import this file again with ${publishedBy.join(' and ')}, which publishes it without them.`,
    )
  return notes
}

/** The same file with the same wishes makes nothing new. */
function ownerNote({ workflow, name, draft }: CertificationMade): string {
  const wishes = `--workflow ${shellWord(workflow)}${name === '' ? '' : ` --name ${shellWord(name)}`}${draft ? ' --draft' : ''}`
  return `Nobody owns the workflow, so only admins run this certification. To give it an owner: npm run import -- certification FILE ${wishes} --owner EMAIL (the same file again makes nothing new).`
}

/** Whether all was said that publishes a draft which is held back, and that it is to stay one. */
function keepsDraft({ repeated, draft, held, heldUnassigned, publishedBy }: CertificationMade): boolean {
  return repeated !== undefined && draft && publishedBy.length > 0 && !held && !heldUnassigned
}
