import { foldText } from '#std/fold-text.ts'
import type { Listed } from '../parts/listed.ts'
import type { CertificationsQuery, SortField } from './certifications-query.ts'
import { groupOf } from './phases.ts'

/**
 * Those that a question asks for, in its order; equal ones by name and then by id. What is out of use is there only where
 * that phase is chosen.
 */
export function answerOf(listed: readonly Listed[], query: CertificationsQuery): readonly Listed[] {
  const words = foldText(query.text).split(/\s+/).filter(Boolean)
  const sign = query.sort.descending ? -1 : 1
  return listed
    .filter(({ phase }) =>
      query.phases.length === 0 ? phase !== 'superseded' : query.phases.includes(groupOf(phase)),
    )
    .filter((one) => words.every((word) => searchable(one).includes(word)))
    .toSorted(
      (one, other) =>
        (query.sort.field === 'due' ? ended(one) - ended(other) : 0) ||
        sign * compare[query.sort.field](one, other) ||
        tie(one, other),
    )
}

/** What is completed is due no more, so it comes after all that is, whichever way they are ordered. */
const ended = ({ phase }: Listed) => (groupOf(phase) === 'completed' ? 1 : 0)

function searchable({ name, workflowName, certification }: Listed): string {
  const people = certification.reviewers.map((reviewer) => `${reviewer.name} ${reviewer.email}`)
  return foldText([name, workflowName, certification.notes, ...people].join('\n'))
}

const compare: Readonly<Record<SortField, (one: Listed, other: Listed) => number>> = {
  name: (one, other) => one.name.localeCompare(other.name, 'en'),
  due: (one, other) => dueOf(one) - dueOf(other) || 0,
  progress: (one, other) => one.share - other.share,
  created: (one, other) => timeOf(one.certification.created_at) - timeOf(other.certification.created_at),
}

const tie = (one: Listed, other: Listed) =>
  compare.name(one, other) ||
  (one.certification.certification_id < other.certification.certification_id ? -1 : 1)

/** One that is not due at all is due after all others. */
function dueOf({ certification }: Listed): number {
  return certification.due_date ? Date.parse(certification.due_date) : Number.MAX_VALUE
}

function timeOf(time: string | null): number {
  return time ? Date.parse(time) : 0
}
