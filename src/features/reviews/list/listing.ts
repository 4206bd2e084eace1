import { foldText } from '#std/fold-text.ts'
import type { ListedCertification } from '../parts/listed.ts'
import type { CertificationsQuery, SortField } from './certifications-query.ts'
import { groupOf } from './phases.ts'

/**
 * The certifications that the list's query asks for, in its order, equal ones by name and then by id. Superseded ones
 * are left out unless that phase is chosen.
 */
export function answerOf(
  all: readonly ListedCertification[],
  query: CertificationsQuery,
): readonly ListedCertification[] {
  const words = foldText(query.text).split(/\s+/).filter(Boolean)
  const sign = query.sort.descending ? -1 : 1
  return all
    .filter(({ phase }) =>
      query.phases.length === 0 ? phase !== 'superseded' : query.phases.includes(groupOf(phase)),
    )
    .filter((review) => words.every((word) => searchable(review).includes(word)))
    .toSorted(
      (a, b) =>
        (query.sort.field === 'due' ? ended(a) - ended(b) : 0) ||
        sign * compare[query.sort.field](a, b) ||
        tie(a, b),
    )
}

/** What is completed is due no more, so it comes after all that is, whichever way they are ordered. */
const ended = ({ phase }: ListedCertification) => (groupOf(phase) === 'completed' ? 1 : 0)

function searchable({ name, workflowName, certification }: ListedCertification): string {
  const people = certification.reviewers.map((reviewer) => `${reviewer.name} ${reviewer.email}`)
  return foldText([name, workflowName, certification.notes, ...people].join('\n'))
}

const compare: Readonly<Record<SortField, (a: ListedCertification, b: ListedCertification) => number>> = {
  name: (a, b) => a.name.localeCompare(b.name, 'en'),
  due: (a, b) => dueOf(a) - dueOf(b) || 0,
  progress: (a, b) => a.share - b.share,
  created: (a, b) => timeOf(a.certification.created_at) - timeOf(b.certification.created_at),
}

const tie = (a: ListedCertification, b: ListedCertification) =>
  compare.name(a, b) || (a.certification.certification_id < b.certification.certification_id ? -1 : 1)

/** One that is not due at all is due after all others. */
function dueOf({ certification }: ListedCertification): number {
  return certification.due_date ? Date.parse(certification.due_date) : Number.MAX_VALUE
}

function timeOf(time: string | null): number {
  return time ? Date.parse(time) : 0
}
