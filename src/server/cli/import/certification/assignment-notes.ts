import { reasonsText, type UnassignedReason } from '#contract/reviews/assignment.ts'
import { counted } from '#std/counted.ts'
import type { CertificationMade } from './certification-made.ts'
import { number } from '../file/progress.ts'

/** What the summary of an import says of rows that nobody reviews, and of people who are asked for and do not. */
export function assignmentNotes(made: CertificationMade): readonly string[] {
  return [...peopleNotes(made), ...rowNotes(made)]
}

const keptFrom = [
  ['NO_ROLE', 'have no role that may decide', 'has no role that may decide'],
  ['DENIED', 'are on the reviewer deny list', 'is on the reviewer deny list'],
  ['OWN_ACCESS', 'would review their own access', 'would review their own access'],
  [
    'BUILT_IN',
    'are the built-in account, which reviews nothing',
    'is the built-in account, which reviews nothing',
  ],
] as const satisfies readonly (readonly [UnassignedReason, string, string])[]

function peopleNotes({ assignment }: CertificationMade): readonly string[] {
  const counts = keptFrom.flatMap(([why, plural, singular]) => {
    const people = assignment.passedOver.get(why)
    return people === undefined ? [] : [`${number(people)} ${people === 1 ? singular : plural}`]
  })
  if (counts.length === 0) return []
  return [
    `Of the people who were asked for, ${counts.join(', ')}.`,
    ...(assignment.passedOver.has('NO_ROLE')
      ? [
          'To give the role reviewer to those who have none: npm run -s users -- import-directory PEOPLE --role reviewer, where PEOPLE is the file that the directory is imported from, not this file of access; nobody loses a role by --role.',
        ]
      : []),
  ]
}

function rowNotes({
  assignment,
  report,
  repeated,
  heldUnassigned,
  certification_id,
  publishedBy,
}: CertificationMade): readonly string[] {
  const { rows, unassigned, reasons } = assignment
  if (unassigned === 0) return []
  const why = reasons
    .map((group) => ({ rows: group.rows, text: reasonsText(group.reasons) }))
    .toSorted((a, b) => b.rows - a.rows || (a.text < b.text ? -1 : 1))
    .map((group) => `${number(group.rows)} because ${group.text}`)
    .join('; ')
  return [
    `${number(unassigned)} of ${counted(rows, 'row')} ${unassigned === 1 ? 'has' : 'have'} no reviewer: ${why}.${repeated ? '' : ` ${unassigned === 1 ? 'It is' : 'They are'} listed in ${report}.`}`,
    ...(heldUnassigned ? [draftNote(certification_id, publishedBy)] : []),
  ]
}

function draftNote(certification_id: string | undefined, publishedBy: readonly string[]): string {
  if (certification_id === undefined)
    return 'It would stay a draft, because rows have no reviewer, unless --allow-unassigned is said.'
  return `It is a draft, because rows have no reviewer. Mend the file or the directory and say --replaces ${certification_id}, or import this file again with ${publishedBy.join(' and ')}, which publishes it as it is.`
}
