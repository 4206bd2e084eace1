import * as z from 'zod/mini'
import { HistoryEntry, Result } from '#contract/reviews/result.ts'
import { alike, type Changeable, changeable, partOf, type RowChange } from './row-change.ts'

/** What a 412 carries: the row as it stands now, and the log entries since the version that was named. */
const Current = z.looseObject({ value: Result, entries: z._default(z.array(HistoryEntry), []) })
export type Current = z.output<typeof Current>

/** Reads what a refused change was told of the present row; undefined when it cannot be read. */
export function readCurrent(current: unknown): Current | undefined {
  const read = Current.safeParse(current)
  return read.success ? read.data : undefined
}

/**
 * How a change meets a row that somebody else has changed since (security 3.5): `already so`, the row says what the
 * change would; `apart`, the two touch different things and mine can follow theirs; `against`, a person has to choose.
 */
export type Meeting = 'already so' | 'apart' | 'against'

/** What a change must not be made in ignorance of, besides the key itself. */
const rests: Readonly<Record<Changeable, readonly Changeable[]>> = {
  decision: ['decision', 'signed_off_state'],
  notes: ['notes', 'signed_off_state'],
  reviewers: ['reviewers', 'signed_off_state'],
  // Whoever signs off signs what they have read: the decision and its reason.
  signed_off_state: ['signed_off_state', 'decision', 'notes'],
}

/** Classifies my change of the row `base` against the row as it stands now. */
export function meetingOf(
  base: Pick<Result, Changeable>,
  current: Pick<Result, Changeable>,
  mine: RowChange,
): Meeting {
  const wanted = { ...current, ...partOf(mine) }
  const part: Partial<Record<Changeable, unknown>> = partOf(mine)
  const touched = changeable.filter((key) => part[key] !== undefined)
  const theirs = changeable.filter((key) => !alike(key, base, current))
  if (touched.every((key) => alike(key, wanted, current)) && !signsOver(touched, theirs)) return 'already so'
  return touched.some((key) => rests[key].some((other) => theirs.includes(other))) ? 'against' : 'apart'
}

/** A sign-off that the server has already, but of something else than I have read, is none of mine. */
function signsOver(touched: readonly Changeable[], theirs: readonly Changeable[]): boolean {
  return touched.includes('signed_off_state') && theirs.includes('decision')
}
